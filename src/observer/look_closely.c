/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages one by one: the entries of pagemap, and the flags of their frames. */
#include <stdio.h>

#include "observer/looking.h"
#include "words/program.h"

enum { CHUNK = 512 };

/* Some pages that follow each other. */
struct chunk {
	uint64_t entries[CHUNK];
	uint64_t flags[CHUNK];
	bool flagged[CHUNK]; /* flags[] is known */
	size_t count;
};

bool look_interrupted(struct looking *l)
{
	uint64_t page = l->pages->page_size;

	progress_look(l->o, (pages_reached(l->pages) - l->pages->start) / page,
		(l->pages->end - l->pages->start) / page);
	if (!interrupt_pending())
		return false;
	reason_set(&l->pages->reason, 0, "%s was interrupted", program_name());
	return true;
}

bool look_plain(
	struct looking *l, uint64_t start, uint64_t end, enum page_state state)
{
	struct page_run run = {.start = start,
		.pages = (end - start) / l->pages->page_size,
		.state = state};

	return pages_add(l->pages, &run);
}

/* How many pages from I on lie in frames that follow each other. */
static size_t stretch(const struct chunk *c, size_t i)
{
	uint64_t frame = pagemap_decode(c->entries[i]).frame;
	size_t n = 1;

	while (i + n < c->count &&
		pagemap_decode(c->entries[i + n]).frame == frame + n)
		n++;
	return n;
}

/*
 * Before Linux 6.10 the tail of a compound page did not have the flags of its
 * head, which count: a tail whose head was not seen is not known.
 */
static void spread_heads(struct chunk *c, size_t i, size_t n)
{
	uint64_t head = 0;

	for (size_t j = i; j < i + n; j++) {
		c->flagged[j] = true;
		if (frame_has(c->flags[j], FRAME_HEAD))
			head = c->flags[j];
		else if (!frame_has(c->flags[j], FRAME_TAIL))
			head = 0;
		else if (head)
			c->flags[j] |= head & ~(UINT64_C(1) << FRAME_HEAD);
		else
			c->flagged[j] = false;
	}
}

static void read_flags(struct looking *l, struct chunk *c)
{
	for (size_t i = 0, n; i < c->count; i += n) {
		uint64_t frame = pagemap_decode(c->entries[i]).frame;

		n = 1;
		c->flagged[i] = false;
		if (!frame || l->flags == -1)
			continue;
		n = stretch(c, i);
		for (size_t j = i; j < i + n; j++)
			c->flagged[j] = false;
		if (!frame_flags_read(l->flags, frame, &c->flags[i], n))
			continue;
		l->pages->flags = "kpageflags";
		spread_heads(c, i, n);
	}
}

/* Not beyond a multiple of its size: what is huge stays together. */
static size_t next_count(uint64_t first, uint64_t pages)
{
	uint64_t most = CHUNK - first % CHUNK;

	return (size_t)(pages < most ? pages : most);
}

static bool add_chunk(struct looking *l, const struct chunk *c, uint64_t at,
	const struct scanned *scanned)
{
	for (size_t i = 0; i < c->count; i++) {
		struct pagemap_entry entry = pagemap_decode(c->entries[i]);
		struct page_run run = judge_page(l, &entry, scanned,
			c->flagged[i] ? &c->flags[i] : NULL);

		run.start = at + i * l->pages->page_size;
		if (!pages_add(l->pages, &run))
			return false;
	}
	return true;
}

/* After the budget: what a scan told, without anything of its own. */
static bool add_the_rest(struct looking *l, uint64_t start, uint64_t end,
	const struct scanned *scanned)
{
	struct pagemap_entry entry = {.present = true, .file = scanned->file};
	struct page_run run = judge_page(l, &entry, scanned, NULL);

	reason_set(&l->pages->reason, 0,
		"%s after the first pages, for there are too many",
		scanned->told ? "properties were not looked at"
			      : "nothing was looked at");
	if (!scanned->told)
		return false;
	for (int i = 0; i < PAGE_PROPERTIES; i++)
		run.has[i] = KNOWN_NOTHING;
	run.start = start;
	run.pages = (end - start) / l->pages->page_size;
	return pages_add(l->pages, &run);
}

bool look_closely(struct looking *l, uint64_t start, uint64_t end,
	const struct scanned *scanned)
{
	static struct chunk chunk;
	uint64_t page = l->pages->page_size;

	while (start < end) {
		if (!l->budget)
			return add_the_rest(l, start, end, scanned);
		if (look_interrupted(l))
			return false;
		chunk.count = next_count(start / page, (end - start) / page);
		chunk.count = pagemap_read(
			l->pagemap, start / page, chunk.entries, chunk.count);
		if (!chunk.count)
			return look_plain(l, start, end, PAGE_UNKNOWN);
		read_flags(l, &chunk);
		if (!add_chunk(l, &chunk, start, scanned))
			return false;
		start += chunk.count * page;
		l->budget -= chunk.count < l->budget ? chunk.count : l->budget;
	}
	return true;
}
