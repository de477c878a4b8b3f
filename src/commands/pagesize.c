/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The details: what three sources say; from SIZES on all sizes, if known. */
enum { SIZES = 3 };

/* One entry of getdents64(2). */
struct entry {
	uint64_t inode;
	int64_t offset;
	unsigned short size;
	unsigned char type;
	char name[];
};

/*
 * "hugepages-2048kB" is a huge page of 2 MiB.  Read by hand: a function of the
 * C library that nobody has used before would bring in pages of its own.
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

static void add_sorted(struct returned *r, uint64_t size)
{
	uint32_t at = r->details;

	if (size == 0 || at == DETAILS)
		return;
	for (; at > SIZES && r->detail[at - 1] > size; at--)
		r->detail[at] = r->detail[at - 1];
	r->detail[at] = size;
	r->details++;
}

/*
 * The sizes that hugetlb offers: /sys/kernel/mm/hugepages (hugetlbpage.rst).
 * False: there is such a folder, and it cannot be read.
 */
static bool add_huge_sizes(struct returned *r)
{
	long fd = syscall(SYS_openat, AT_FDCWD, "/sys/kernel/mm/hugepages",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	long got;

	if (fd == -1)
		return errno == ENOENT;
	while ((got = syscall(SYS_getdents64, fd, act_scratch, SCRATCH_SIZE)) >
		0)
		for (long at = 0; at < got;) {
			const struct entry *entry =
				(const void *)(act_scratch + at);

			add_sorted(r, size_of_entry(entry->name));
			at += entry->size;
		}
	syscall(SYS_close, fd);
	return got == 0;
}

static void act(const struct call *c, struct returned *r)
{
	(void)c;
	act_begin(r);
	r->value = getpagesize();
	act_end(r);
}

static void settle(const struct call *c, struct returned *r)
{
	(void)c;
	r->detail[0] = (uint64_t)r->value;
	r->detail[1] = (uint64_t)sysconf(_SC_PAGESIZE);
	r->details = 2;
	/* The vector lies on the stack, which may be gone. */
	r->detail[2] = getauxval(AT_PAGESZ);
	r->details = SIZES;
	add_sorted(r, (uint64_t)r->value);
	if (!add_huge_sizes(r))
		r->details = SIZES;
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)c;
	(void)bytes;
	render_fact(r, "getpagesize", "getpagesize ",
		as_count(returned->detail[0]));
	render_fact(r, "sysconf", ", sysconf ", as_count(returned->detail[1]));
	render_fact(r, "auxv", ", auxiliary vector ",
		returned->details < SIZES ? as_null()
					  : as_count(returned->detail[2]));
	if (returned->details <= SIZES) {
		render_fact(r, "page_sizes", NULL, as_null());
		return;
	}
	render_line(r, 3);
	render_say(r, STYLE_PLAIN, "page sizes");
	render_array(r, "page_sizes");
	for (uint32_t i = SIZES; i < returned->details; i++)
		render_fact(r, NULL, i == SIZES ? " " : ", ",
			as_bytes(returned->detail[i]));
	render_close(r);
}

static const char *spell(const struct call *c)
{
	(void)c;
	return "getpagesize";
}

static const struct call_kind call = {
	.traits = CALL_USES_SCRATCH,
	.spell = spell,
	.act = act,
	.settle = settle,
	.tell = tell,
};

const struct command command_pagesize = {
	.name = "pagesize",
	.summary = "tell the sizes of pages",
	.describes = "It tells how many bytes a page has, as the C library, "
		     "sysconf and the kernel say it, and which sizes of huge "
		     "pages the kernel has. Most calls want addresses and "
		     "offsets of files that are multiples of it, and round "
		     "lengths up to it.",
	.manual = "getpagesize(2)",
	.call = &call,
};
