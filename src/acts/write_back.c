/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/write_back.h"

#include <linux/futex.h>
#include <unistd.h>

#include "command/act.h"
#include "command/command.h"

enum { WINDOW = SCRATCH_SIZE / sizeof(uint64_t) };

/* Present, or swapped out: Documentation/admin-guide/mm/pagemap.rst. */
static const uint64_t HAS_PAGE = UINT64_C(3) << 62;

SUBJECT_STATE static int pagemap = -1;

static uint64_t read_entries(uint64_t first, uint64_t count)
{
	ssize_t got = pread(pagemap, act_scratch, count * sizeof(uint64_t),
		(off_t)(first * sizeof(uint64_t)));

	return got < 0 ? 0 : (uint64_t)got / sizeof(uint64_t);
}

static bool has_page(uint64_t entry)
{
	return ((const uint64_t *)(const void *)act_scratch)[entry] & HAS_PAGE;
}

void presence_by(int fd)
{
	uint64_t own = (uintptr_t)act_scratch / (uint64_t)getpagesize();

	pagemap = fd;
	if (read_entries(own, 1) && has_page(0))
		return;
	close(fd);
	pagemap = -1;
}

void presence_read(struct presence *p, const struct call *c, uint64_t address)
{
	uint64_t done = address - arg(c, ROLE_ADDR), left;
	uint64_t length = arg(c, ROLE_LENGTH);

	*p = (struct presence){.first = address / c->page_size};
	if (pagemap == -1 || done >= length)
		return;
	/* The first page and the last one may be reached in part. */
	left = (length - done - 1) / c->page_size + 2;
	p->count = read_entries(p->first, left < WINDOW ? left : WINDOW);
}

bool presence_covers(
	const struct presence *p, const struct call *c, uint64_t address)
{
	return pagemap == -1 || address / c->page_size - p->first < p->count;
}

bool presence_at(
	const struct presence *p, const struct call *c, uint64_t address)
{
	uint64_t entry = address / c->page_size - p->first;

	return pagemap == -1 || entry >= p->count || has_page(entry);
}

/*
 * The kernel's own atomic OR of a word with nothing, which faults for its write
 * alone: futex(2), FUTEX_WAKE_OP.  Nobody waits at either word.
 */
void bring_in(uint64_t address)
{
#ifdef SYS_futex
	SUBJECT_STATE static uint32_t other;

	syscall(SYS_futex, &other, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 0L, 0L,
		(uintptr_t)address & ~(uintptr_t)3,
		FUTEX_OP(FUTEX_OP_OR, 0, FUTEX_OP_CMP_LT, 0));
#else
	(void)address;
#endif
}
