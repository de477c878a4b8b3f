/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

/* One entry of getdents64(2). */
struct size_entry {
	uint64_t inode;
	int64_t offset;
	unsigned short size;
	unsigned char type;
	char name[];
};

/*
 * "hugepages-2048kB" is a huge page of 2 MiB.  Parsed by hand: a function of
 * the C library used for the first time would fault in pages of its own.
 */
static uint64_t size_of_entry(const char *name)
{
	const char *prefix = "hugepages-";
	uint64_t kib = 0;

	for (; *prefix; prefix++, name++)
		if (*name != *prefix)
			return 0;
	for (; *name >= '0' && *name <= '9'; name++)
		kib = kib * 10 + (uint64_t)(*name - '0');
	return kib * 1024;
}

static void add_sorted(struct size_findings *found, uint64_t size)
{
	uint32_t at = found->count;

	if (size == 0 || at == PAGE_SIZES_MAX)
		return;
	for (; at > 0 && found->sizes[at - 1] > size; at--)
		found->sizes[at] = found->sizes[at - 1];
	found->sizes[at] = size;
	found->count++;
}

/*
 * The sizes that hugetlb offers: /sys/kernel/mm/hugepages (hugetlbpage.rst).
 * False: the directory exists but cannot be read.
 */
static bool add_huge_sizes(struct size_findings *found)
{
	long fd = syscall(SYS_openat, AT_FDCWD, "/sys/kernel/mm/hugepages",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	long got;

	if (fd == -1)
		return errno == ENOENT;
	while ((got = syscall(SYS_getdents64, fd, act_scratch, SCRATCH_SIZE)) >
		0)
		for (long at = 0; at < got;) {
			const struct size_entry *entry =
				(const void *)(act_scratch + at);

			add_sorted(found, size_of_entry(entry->name));
			at += entry->size;
		}
	syscall(SYS_close, fd);
	return got == 0;
}

static void act(const struct call *call, struct returned *returned)
{
	(void)call;
	act_begin(returned);
	returned->value = getpagesize();
	act_end(returned);
}

static void settle(const struct call *call, struct returned *returned)
{
	struct size_findings *found = &returned->found.size;

	(void)call;
	found->getpagesize = (uint64_t)returned->value;
	found->sysconf = (uint64_t)sysconf(_SC_PAGESIZE);
	/* The auxiliary vector is on the stack, which may be unmapped. */
	found->has_auxv = false;
	found->auxv = getauxval(AT_PAGESZ);
	found->has_auxv = true;
	found->count = 0;
	add_sorted(found, (uint64_t)returned->value);
	if (!add_huge_sizes(found))
		found->count = 0;
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct size_findings *found = &returned->found.size;

	(void)call;
	(void)bytes;
	render_fact(
		r, "getpagesize", "getpagesize ", as_count(found->getpagesize));
	render_fact(r, "sysconf", ", sysconf ", as_count(found->sysconf));
	render_fact(r, "auxv", ", auxiliary vector ",
		found->has_auxv ? as_count(found->auxv) : as_null());
	if (!found->count) {
		render_fact(r, "page_sizes", NULL, as_null());
		return;
	}
	render_line(r, 3);
	render_printf(r, STYLE_PLAIN, "page sizes");
	render_array(r, "page_sizes");
	for (uint32_t i = 0; i < found->count; i++)
		render_fact(r, NULL, i == 0 ? " " : ", ",
			as_bytes(found->sizes[i]));
	render_close(r);
}

static const char *spell(const struct call *call)
{
	(void)call;
	return "getpagesize";
}

static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_USES_SCRATCH,
	.spell = spell,
	.act = act,
	.settle = settle,
	.print = print,
};

const struct command command_pagesize = {
	.name = "pagesize",
	.summary = "print the page sizes",
	.describes =
		"Shows the number of bytes in a page, as the C library, "
		"sysconf and the kernel report it, and the sizes of huge "
		"pages that the kernel has. Most calls require addresses and "
		"file offsets that are multiples of the page size, and round "
		"lengths up to it.",
	.manual = "getpagesize(2)",
	.call = &call,
};
