/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After fork, the subject takes a fault for the first use of every page: its
 * text in pieces of 64 KiB, a copy of each data page that it writes, the vdso,
 * the pages of libc's wrappers.  All of these are taken here, by populating its
 * own image and doing everything once.
 */
#include <errno.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts/heap.h"
#include "subject/internal.h"
#include "words/uapi.h"

/* From the linker: the header of our own image, and a section of its data. */
extern const ElfW(Ehdr) __ehdr_start;
extern char __start_subject_state[], __stop_subject_state[];

UNSANITIZED static void populate(const char *from, const char *to, bool write)
{
	uintptr_t page = (uintptr_t)getpagesize();
	uintptr_t start = (uintptr_t)from & ~(page - 1);
	uintptr_t stop = ((uintptr_t)to + page - 1) & ~(page - 1);

	if (madvise((void *)start, stop - start,
		    write ? MADV_POPULATE_WRITE : MADV_POPULATE_READ) == 0)
		return;
	/* Other errors mean inaccessible pages. */
	if (errno != EINVAL && errno != ENOSYS && errno != EPERM)
		return;
	/* Before Linux 5.14, or if a filter refuses it: touch each page. */
	for (uintptr_t at = start; at < stop; at += page) {
		volatile char *byte = (char *)at;

		if (write)
			*byte = *byte;
		else
			(void)*byte;
	}
}

void rehearse_written(const char *from, const char *to)
{
	populate(from, to, true);
}

/* Segment by segment, because there may be holes. */
UNSANITIZED static void populate_image(void)
{
	const char *base = (const char *)&__ehdr_start;
	const ElfW(Phdr) *head = (const void *)(base + __ehdr_start.e_phoff);
	uintptr_t bias = __ehdr_start.e_type == ET_DYN ? (uintptr_t)base : 0;

	for (unsigned i = 0; i < __ehdr_start.e_phnum; i++) {
		const char *start = (const char *)(bias + head[i].p_vaddr);

		if (head[i].p_type == PT_LOAD)
			populate(start, start + head[i].p_filesz, false);
	}
}

static void act_nothing(const struct call *call, struct returned *returned)
{
	(void)call;
	act_syscall(returned, SYS_getppid, 0, 0, 0, 0, 0, 0);
	/* A failure takes another path through libc. */
	act_syscall(returned, SYS_munmap, 1, 0, 0, 0, 0, 0);
	act_flush_code((uintptr_t)&subject, 1);
	sysconf(_SC_PAGESIZE);
	returned->ended = false;
}

/* A fault at memory that is never mapped: the first page. */
UNSANITIZED static void act_fault(
	const struct call *call, struct returned *returned)
{
	act_begin(returned);
	(void)*(volatile char *)(uintptr_t)call->args[0];
}

static void perform(void (*act)(const struct call *, struct returned *))
{
	static struct call_kind kind;
	static struct command command;

	kind = (struct call_kind){.traits = CALL_REACHES, .act = act};
	command = (struct command){.name = "",
		.params = {&param_addr, &param_length},
		.call = &kind};
	subject.call = (struct call){.command = &command,
		.times = 1,
		.page_size =
			(uint64_t)getpagesize(), /* s390x reports the page */
		.args = {8, 1}};
	loop_perform();
}

void rehearse(void)
{
	populate_image();
	populate(subject_stack_used, subject_stack_end, true);
	populate((char *)&subject, (char *)(&subject + 1), true);
	populate(__start_subject_state, __stop_subject_state, true);
	perform(act_nothing);
	perform(act_fault);
	/* An empty file: all of a snapshot except the kernel's work. */
	writer_copy(&subject.writer, ENTRY_PART, 0, STDOUT_FILENO);
}

/* In a static program the guard page of our stack is among the data. */
static void populate_but_guard(const char *from, const char *to, bool write)
{
	size_t page = (size_t)getpagesize();
	const char *guard = guard_page(page);

	if (guard <= from || guard >= to) {
		populate(from, to, write);
		return;
	}
	populate(from, guard, write);
	populate(guard + page, to, write);
}

/*
 * A segment of the allocator's object.  Its first call writes its data, except
 * the head, which is read-only by now (ld(1), -z relro).
 */
static void populate_segment(
	const struct dl_phdr_info *info, const ElfW(Phdr) * segment)
{
	ElfW(Addr) start = segment->p_vaddr;
	ElfW(Addr) end = start + segment->p_memsz;

	for (int i = 0; segment->p_flags & PF_W && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *head = &info->dlpi_phdr[i];

		if (head->p_type == PT_GNU_RELRO && head->p_vaddr == start)
			start += head->p_memsz;
	}
	if (start < end)
		populate_but_guard((const char *)(info->dlpi_addr + start),
			(const char *)(info->dlpi_addr + end),
			segment->p_flags & PF_W);
}

/* glibc's malloc reads its tunables from the dynamic linker on first use. */
static int populate_allocator(
	struct dl_phdr_info *info, size_t size, void *unused)
{
	uintptr_t at = heap_code() - info->dlpi_addr;
	bool inside = info->dlpi_addr == getauxval(AT_BASE);

	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *head = &info->dlpi_phdr[i];

		inside |= head->p_type == PT_LOAD &&
			  at - head->p_vaddr < head->p_memsz;
	}
	for (int i = 0; inside && i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD)
			populate_segment(info, &info->dlpi_phdr[i]);
	return 0;
}

void rehearse_for(const struct preparation *needs)
{
	const char *scratch = (const char *)act_scratch;

	if (needs->scratch)
		populate(scratch, scratch + SCRATCH_SIZE, true);
	if (needs->threads)
		subject_share_text();
	if (needs->allocator)
		dl_iterate_phdr(populate_allocator, NULL);
}

static int populate_text(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *head = &info->dlpi_phdr[i];
		const char *start =
			(const char *)(info->dlpi_addr + head->p_vaddr);

		if (head->p_type == PT_LOAD && !(head->p_flags & PF_W))
			populate(start, start + head->p_filesz, false);
	}
	return 0;
}

void subject_share_text(void)
{
	dl_iterate_phdr(populate_text, NULL);
}
