/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/cells.h"

static const char marks[PAGE_STATES] = {
	[PAGE_UNMAPPED] = '-',
	[PAGE_UNTOUCHED] = '.',
	[PAGE_PRESENT] = '#',
	[PAGE_ZERO] = '0',
	[PAGE_FILE] = 'f',
	[PAGE_SHMEM] = 'm',
	[PAGE_SWAPPED] = 's',
	[PAGE_HUGE] = 'H',
	[PAGE_GUARD] = 'g',
	[PAGE_RESIDENT] = 'r',
	[PAGE_ABSENT] = '_',
	[PAGE_UNKNOWN] = '?',
};

char picture_mark(enum page_state state)
{
	return marks[state];
}

struct picture picture_of(const struct pages *pages, uint64_t cells)
{
	struct picture p = {.pages = pages, .per_cell = 1};

	for (size_t i = 0; i < pages->count; i++)
		p.total += pages->runs[i].pages;
	if (pages->count)
		p.run_end = pages->runs[0].pages;
	while (p.total / p.per_cell + (p.total % p.per_cell != 0) > cells)
		p.per_cell *= 2;
	return p;
}

static enum page_state state_at(struct picture *p)
{
	while (p->at >= p->run_end)
		p->run_end += p->pages->runs[++p->run].pages;
	return p->pages->runs[p->run].state;
}

char picture_next(struct picture *p, enum page_state *state)
{
	uint64_t left = p->total - p->at;
	uint64_t end = p->at + (left < p->per_cell ? left : p->per_cell);
	bool mixed = false;

	if (!left)
		return '\0';
	*state = state_at(p);
	while (p->at < end) {
		mixed |= state_at(p) != *state;
		p->at = p->run_end < end ? p->run_end : end;
	}
	p->mixed |= mixed;
	return mixed ? MARK_MIXED : picture_mark(*state);
}
