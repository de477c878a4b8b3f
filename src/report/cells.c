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

struct cell_picture picture_of(const struct pages *pages, uint64_t cells)
{
	struct cell_picture picture = {.pages = pages, .per_cell = 1};

	for (size_t i = 0; i < pages->count; i++)
		picture.total += pages->runs[i].pages;
	if (pages->count)
		picture.run_end = pages->runs[0].pages;
	while (picture.total / picture.per_cell +
			(picture.total % picture.per_cell != 0) >
		cells)
		picture.per_cell *= 2;
	return picture;
}

static enum page_state state_at(struct cell_picture *picture)
{
	while (picture->at >= picture->run_end)
		picture->run_end += picture->pages->runs[++picture->run].pages;
	return picture->pages->runs[picture->run].state;
}

char picture_next(struct cell_picture *picture, enum page_state *state)
{
	uint64_t left = picture->total - picture->at;
	uint64_t end = picture->at +
		       (left < picture->per_cell ? left : picture->per_cell);
	bool mixed = false;

	if (!left)
		return '\0';
	*state = state_at(picture);
	while (picture->at < end) {
		mixed |= state_at(picture) != *state;
		picture->at = picture->run_end < end ? picture->run_end : end;
	}
	picture->mixed |= mixed;
	return mixed ? MARK_MIXED : picture_mark(*state);
}
