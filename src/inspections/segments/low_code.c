/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segments/low_code.h"

#ifdef __x86_64__

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Two routines of 32-bit code, and the way to them and back.  They are copied
 * to below 4 GiB: a far call with 32-bit operands saves only 32 bits of the
 * return address.  64-bit code saves %rsp and the callee-saved registers, whose
 * upper halves may be lost on the way (Intel SDM, Volume 1, "Operand Size and
 * Address Size in 64-Bit Mode").
 *
 *	rdi: top of a low stack, rsi: -> far pointer, edx: the offset to read
 */
__asm__(".pushsection .rodata\n"
	".globl segment_code_begin\n"
	".hidden segment_code_begin\n"
	"segment_code_begin:\n"
	"	push %rbx\n"
	"	push %rbp\n"
	"	push %r12\n"
	"	push %r13\n"
	"	push %r14\n"
	"	push %r15\n"
	"	mov %rsp, %rax\n"
	"	mov %rdi, %rsp\n"
	"	push %rax\n"
	"	lcall *(%rsi)\n"
	"	pop %rsp\n"
	"	pop %r15\n"
	"	pop %r14\n"
	"	pop %r13\n"
	"	pop %r12\n"
	"	pop %rbp\n"
	"	pop %rbx\n"
	"	ret\n"
	"	.code32\n"
	".globl segment_code_gs\n"
	".hidden segment_code_gs\n"
	"segment_code_gs:\n"
	"	movzbl %gs:(%edx), %eax\n"
	"	lret\n"
	".globl segment_code_ss\n"
	".hidden segment_code_ss\n"
	"segment_code_ss:\n"
	"	movzbl %ss:(%edx), %eax\n"
	"	lret\n"
	".globl segment_code_end\n"
	".hidden segment_code_end\n"
	"segment_code_end:\n"
	"	.code64\n"
	"	.popsection\n");

extern const unsigned char segment_code_begin[], segment_code_gs[],
	segment_code_ss[], segment_code_end[];

struct __attribute__((packed)) far_pointer {
	uint32_t offset;
	uint16_t selector;
};

typedef uint32_t (*entrance)(
	uint64_t stack, const struct far_pointer *to, uint32_t offset);

unsigned char *low_map(size_t size)
{
	void *there = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	return there == MAP_FAILED ? NULL : there;
}

const char *low_code_make(struct low_code *low)
{
	size_t page = (size_t)getpagesize();

	low->code = low_map(page);
	low->stack = low_map(page);
	low->stack_size = page;
	if (!low->code || !low->stack)
		return "mmap below 4 GiB";
	memcpy(low->code, segment_code_begin,
		(size_t)(segment_code_end - segment_code_begin));
	if (mprotect(low->code, page, PROT_READ | PROT_EXEC) == -1)
		return "mprotect to PROT_EXEC";
	return NULL;
}

static uint8_t call(const struct low_code *low, const unsigned char *routine,
	uint32_t offset)
{
	entrance enter = (entrance)(uintptr_t)low->code;
	struct far_pointer to = {
		.offset = (uint32_t)((uintptr_t)low->code +
				     (size_t)(routine - segment_code_begin)),
		.selector = USER32_CS,
	};

	return (uint8_t)enter(
		(uintptr_t)low->stack + low->stack_size, &to, offset);
}

uint8_t low_code_read_gs(const struct low_code *low, uint32_t offset)
{
	return call(low, segment_code_gs, offset);
}

uint8_t low_code_read_flat(const struct low_code *low, uint32_t address)
{
	return call(low, segment_code_ss, address);
}

#endif
