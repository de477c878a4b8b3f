/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

UNSANITIZED static void act(const struct call *call, struct returned *returned)
{
	uint64_t addr = call->args[0], length = call->args[1];
	const volatile unsigned char *from = (void *)(uintptr_t)addr;
	volatile uint32_t *used = &returned->scratch_used;

	/* With several blocks, the bytes of the last one are shown. */
	returned->found.peeked_at = addr;
	*used = 0;
	act_begin(returned);
	for (uint64_t i = 0; i < length && i < SCRATCH_SIZE; i++) {
		act_scratch[i] = from[i];
		*used = (uint32_t)i + 1;
	}
	returned->value = *used;
	act_end(returned);
}

static void print_row(struct render *r, uint64_t address,
	const unsigned char *bytes, size_t count)
{
	char text[17];

	render_line(r, 3);
	render_printf(r, STYLE_FAINT, "%llx ", (unsigned long long)address);
	for (size_t i = 0; i < count; i++) {
		render_printf(
			r, STYLE_PLAIN, i % 2 ? "%02x" : " %02x", bytes[i]);
		text[i] = bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char)bytes[i]
							      : '.';
	}
	text[count] = '\0';
	/* As in xxd(1): two bytes take five columns. */
	render_printf(r, STYLE_PLAIN, "%*s%s",
		(int)(5 * ((16 - count) / 2) + 2 * (count % 2)) + 2, "", text);
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	static const char digits[] = "0123456789abcdef";
	static char hex[2 * SCRATCH_SIZE + 1];
	size_t count = bytes ? returned->scratch_used : 0;

	(void)call;
	for (size_t i = 0; i < count; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * count] = '\0';
	render_fact(r, "bytes", NULL, as_text(hex));
	for (size_t i = 0; i < count; i += 16)
		print_row(r, returned->found.peeked_at + i, bytes + i,
			count - i < 16 ? count - i : 16);
}

static const char *unit(const struct call *call)
{
	(void)call;
	return "byte";
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_REACHES | CALL_USES_SCRATCH,
	.result = RESULT_COUNT,
	.unit = unit,
	.act = act,
	.print = print,
};

const struct command command_peek = {
	.name = "peek",
	.summary = "show bytes of memory",
	.describes =
		"Reads bytes of memory with instructions, and shows them in "
		"hexadecimal, without a system call. Pages are faulted in as "
		"by any other access. A SIGSEGV or SIGBUS is the result of "
		"the step, and the chain goes on.",
	.manual = "memtool-peek(1)",
	.params = {&param_addr, &param_length_peek},
	.word = &param_length_peek,
	.first = "mmap 4p",
	.call = &call,
};
