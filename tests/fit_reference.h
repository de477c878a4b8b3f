/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The strategies once more, by brute force: one array of all blocks, searched
 * from end to end.  The models must agree with it, address for address.
 */
#ifndef MEMTOOL_TESTS_FIT_REFERENCE_H
#define MEMTOOL_TESTS_FIT_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { REFERENCE_BLOCKS = 4096, LIVE_MOST = 64 };

enum reference_kind { FIRST, NEXT, BEST, BUDDY, NONE };

struct reference_block {
	uint64_t start, size;
	bool used;
};

struct reference {
	enum reference_kind kind;
	struct reference_block b[REFERENCE_BLOCKS];
	int n;
	uint64_t end, limit, grow, growths, failures, examined;
	int64_t freep; /* next fit: the start of a free block; -1: the head */
	int64_t live[LIVE_MOST]; /* starts; -1: not live */
};

static inline uint64_t reference_need(enum reference_kind kind, uint64_t size)
{
	uint64_t need = (size + 16 + 15) / 16 * 16, power = 32;

	if (need < 32)
		need = 32;
	while (power < need)
		power *= 2;
	return kind == BUDDY ? power : need;
}

static inline int reference_at(const struct reference *r, uint64_t start)
{
	for (int i = 0; i < r->n; i++)
		if (r->b[i].start == start)
			return i;
	return -1;
}

static inline void reference_insert(
	struct reference *r, int at, uint64_t start, uint64_t size, bool used)
{
	memmove(&r->b[at + 1], &r->b[at], (size_t)(r->n - at) * sizeof(*r->b));
	r->b[at] = (struct reference_block){start, size, used};
	r->n++;
}

static inline void reference_delete(struct reference *r, int at)
{
	r->n--;
	memmove(&r->b[at], &r->b[at + 1], (size_t)(r->n - at) * sizeof(*r->b));
}

/* Join whatever can be joined, until nothing can. */
static inline void reference_join(struct reference *r)
{
	for (int i = 0; i + 1 < r->n;) {
		struct reference_block *a = &r->b[i], *b = &r->b[i + 1];
		bool join = !a->used && !b->used;

		if (r->kind == NONE)
			join = false;
		if (r->kind == BUDDY &&
			(a->size != b->size || a->start % (2 * a->size) != 0))
			join = false;
		if (!join) {
			i++;
			continue;
		}
		a->size += b->size;
		reference_delete(r, i + 1);
		i = 0;
	}
}

/* The start of the last free block before an address; -1: there is none. */
static inline int64_t reference_before(
	const struct reference *r, uint64_t start)
{
	int64_t found = -1;

	for (int i = 0; i < r->n && r->b[i].start < start; i++)
		if (!r->b[i].used)
			found = (int64_t)r->b[i].start;
	return found;
}

static inline int reference_first(
	struct reference *r, uint64_t need, bool all, bool exact)
{
	int best = -1;

	for (int i = 0; i < r->n; i++) {
		if (r->b[i].used)
			continue;
		r->examined += !exact;
		if (r->b[i].size < need || (exact && r->b[i].size != need))
			continue;
		if (best < 0 || r->b[i].size < r->b[best].size)
			best = i;
		if (!all)
			return best;
	}
	return best;
}

/* The C Programming Language, 8.7, over a list: its head, then free blocks. */
static inline int reference_next(struct reference *r, uint64_t need)
{
	int list[REFERENCE_BLOCKS + 1], count = 1, p = -1, prevp;

	list[0] = -1;
	for (int i = 0; i < r->n; i++)
		if (!r->b[i].used)
			list[count++] = i;
	/* freep, or what is left before it where that was used up. */
	for (int i = 0; i < count; i++)
		if (list[i] < 0 || (int64_t)r->b[list[i]].start <= r->freep)
			p = i;
	prevp = p;
	do {
		int next = (prevp + 1) % count;

		if (list[next] >= 0) {
			r->examined++;
			if (r->b[list[next]].size >= need) {
				r->freep = list[prevp] < 0
						   ? -1
						   : (int64_t)r->b[list[prevp]]
							     .start;
				return list[next];
			}
		}
		prevp = next;
	} while (prevp != p);
	return -1;
}

static inline int reference_buddy(struct reference *r, uint64_t need)
{
	uint64_t most = r->end > need ? r->end : need;

	for (uint64_t size = need; size <= most; size *= 2) {
		int found = reference_first(r, size, false, true);

		r->examined++;
		if (found >= 0)
			return found;
	}
	return -1;
}

/* Whether no byte from START to END is in use. */
static inline bool reference_is_free(
	const struct reference *r, uint64_t start, uint64_t end)
{
	for (int i = 0; i < r->n; i++)
		if (r->b[i].used && r->b[i].start < end &&
			r->b[i].start + r->b[i].size > start)
			return false;
	return true;
}

static inline bool reference_grow(struct reference *r, uint64_t need)
{
	uint64_t unit = r->kind == BUDDY ? 32 : 16, least = r->end + need, end;
	const struct reference_block *last = &r->b[r->n ? r->n - 1 : 0];

	if (r->kind == BUDDY) {
		uint64_t start = 0;

		while (start + need <= r->end ||
			!reference_is_free(r, start, start + need))
			start += need;
		least = start + need;
		end = (least + r->grow - 1) / r->grow * r->grow;
		end = (end + 31) / 32 * 32;
	} else if (r->kind == NONE) {
		least = r->n ? last->start + last->size + need : need;
		end = r->end +
		      (least - r->end + r->grow - 1) / r->grow * r->grow;
	} else {
		if (r->n && !last->used)
			least -= last->size;
		end = r->end +
		      (least - r->end + r->grow - 1) / r->grow * r->grow;
	}
	if (end > r->limit / unit * unit)
		end = r->limit / unit * unit;
	if (least > end)
		return false;
	r->growths++;
	if (r->kind == NONE) {
		r->end = end;
		return true;
	}
	if (r->kind != BUDDY)
		unit = end - r->end;
	for (; r->end < end; r->end += unit) {
		reference_insert(r, r->n, r->end, unit, false);
		reference_join(r);
	}
	return true;
}

static inline int reference_find(struct reference *r, uint64_t need)
{
	switch (r->kind) {
	case FIRST:
		return reference_first(r, need, false, false);
	case NEXT:
		return reference_next(r, need);
	case BEST:
		return reference_first(r, need, true, false);
	case BUDDY:
		return reference_buddy(r, need);
	case NONE:
		break;
	}
	return -1;
}

/* The start of the new block; -1: it failed. */
static inline int64_t reference_allocate(struct reference *r, uint64_t size)
{
	uint64_t need = reference_need(r->kind, size);
	int at;

	r->examined = 0;
	if (r->kind == NONE) {
		uint64_t start =
			r->n ? r->b[r->n - 1].start + r->b[r->n - 1].size : 0;

		if (start + need > r->end && !reference_grow(r, need))
			goto failed;
		reference_insert(r, r->n, start, need, true);
		return (int64_t)start;
	}
	if (need > r->limit)
		goto failed;
	at = reference_find(r, need);
	if (at < 0) {
		uint64_t examined = r->examined;

		if (!reference_grow(r, need))
			goto failed;
		if (r->kind == NEXT)
			r->freep = reference_before(r, r->b[r->n - 1].start);
		at = r->kind == BUDDY ? reference_buddy(r, need) : r->n - 1;
		r->examined = examined;
	}
	if (r->kind == BUDDY) {
		while (r->b[at].size > need) {
			r->b[at].size /= 2;
			reference_insert(r, at + 1,
				r->b[at].start + r->b[at].size, r->b[at].size,
				false);
		}
	} else if (r->b[at].size - need >= 32) {
		reference_insert(r, at + 1, r->b[at].start + need,
			r->b[at].size - need, false);
		r->b[at].size = need;
	}
	r->b[at].used = true;
	return (int64_t)r->b[at].start;
failed:
	r->failures++;
	return -1;
}

static inline void reference_free(struct reference *r, uint64_t start)
{
	int at = reference_at(r, start);

	r->b[at].used = false;
	reference_join(r);
	if (r->kind == NEXT)
		r->freep = reference_before(r, start);
}

/* The start of the block as it is now. */
static inline int64_t reference_resize(
	struct reference *r, uint64_t start, uint64_t size)
{
	uint64_t need = reference_need(r->kind, size), all;
	int at = reference_at(r, start);
	int64_t moved;

	all = r->b[at].size;
	if (r->kind < BUDDY && at + 1 < r->n && !r->b[at + 1].used)
		all += r->b[at + 1].size;
	if (need <= all && need > r->b[at].size) {
		/* Both become one, which is cut again. */
		r->b[at].size = all;
		reference_delete(r, at + 1);
		if (all - need >= 32) {
			r->b[at].size = need;
			reference_insert(
				r, at + 1, start + need, all - need, false);
		}
		return (int64_t)start;
	}
	if (need <= all) {
		while (r->kind == BUDDY && r->b[at].size > need) {
			r->b[at].size /= 2;
			reference_insert(r, at + 1, start + r->b[at].size,
				r->b[at].size, false);
		}
		if (r->kind < BUDDY && r->b[at].size - need >= 32) {
			reference_insert(r, at + 1, start + need,
				r->b[at].size - need, true);
			r->b[at].size = need;
			reference_free(r, start + need);
		}
		return (int64_t)start;
	}
	moved = reference_allocate(r, size);
	if (moved < 0)
		return (int64_t)start;
	reference_free(r, start);
	return moved;
}

#endif
