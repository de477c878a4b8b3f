/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/write_back.h"

#include <unistd.h>

#include "commands/act.h"

enum { WINDOW = SCRATCH_SIZE / sizeof(uint64_t) };

/* Present, or swapped out: Documentation/admin-guide/mm/pagemap.rst. */
static const uint64_t HAS_PAGE = UINT64_C(3) << 62;

static int pagemap = -1;

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

void untouched_by(int fd)
{
	uint64_t own = (uintptr_t)act_scratch / (uint64_t)getpagesize();

	pagemap = fd;
	if (read_entries(own, 1) && has_page(0))
		return;
	close(fd);
	pagemap = -1;
}

static bool is_blind(const struct call *c, uint64_t address)
{
	return address >= c->blind && address < c->blind_end;
}

void untouched_read(struct untouched *u, const struct call *c, uint64_t address)
{
	uint64_t left;

	*u = (struct untouched){.first = address / c->page_size};
	if (pagemap == -1 || !is_blind(c, address))
		return;
	left = (c->blind_end - 1) / c->page_size - u->first + 1;
	if (c->length && (c->length - 1) / c->page_size + 2 < left)
		left = (c->length - 1) / c->page_size + 2;
	u->count = read_entries(u->first, left < WINDOW ? left : WINDOW);
}

bool untouched_covers(
	const struct untouched *u, const struct call *c, uint64_t address)
{
	return pagemap == -1 || !is_blind(c, address) ||
	       address / c->page_size - u->first < u->count;
}

bool untouched_at(
	const struct untouched *u, const struct call *c, uint64_t address)
{
	uint64_t entry = address / c->page_size - u->first;

	return pagemap != -1 && is_blind(c, address) && entry < u->count &&
	       !has_page(entry);
}
