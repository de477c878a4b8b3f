/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages one by one: entries of pagemap, and flags of frames. */
#include <stdio.h>

#include "observer/pages/page_walk.h"
#include "words/program.h"

enum { CHUNK = 512 };

/* Some consecutive pages. */
struct chunk {
	uint64_t entries[CHUNK];
	uint64_t flags[CHUNK];
	bool flagged[CHUNK]; /* flags[] is known */
	size_t count;
};

bool walk_interrupted(struct page_walk *walk)
{
	uint64_t page = walk->pages->page_size;

	progress_look(walk->o,
		(pages_reached(walk->pages) - walk->pages->start) / page,
		(walk->pages->end - walk->pages->start) / page);
	if (!interrupt_pending())
		return false;
	reason_set(
		&walk->pages->reason, 0, "%s was interrupted", program_name());
	return true;
}

bool walk_plain(struct page_walk *walk, uint64_t start, uint64_t end,
	enum page_state state)
{
	struct page_run run = {.start = start,
		.pages = (end - start) / walk->pages->page_size,
		.state = state};

	return pages_add(walk->pages, &run);
}

/* How many pages from I on have consecutive frames. */
static size_t stretch(const struct chunk *chunk, size_t i)
{
	uint64_t frame = pagemap_decode(chunk->entries[i]).frame;
	size_t n = 1;

	while (i + n < chunk->count &&
		pagemap_decode(chunk->entries[i + n]).frame == frame + n)
		n++;
	return n;
}

/*
 * Before Linux 6.10 the tail of a compound page does not show the flags of its
 * head, which count: a tail whose head was not read is unknown.
 */
static void spread_heads(struct chunk *chunk, size_t i, size_t n)
{
	uint64_t head = 0;

	for (size_t j = i; j < i + n; j++) {
		chunk->flagged[j] = true;
		if (frame_has(chunk->flags[j], FRAME_HEAD))
			head = chunk->flags[j];
		else if (!frame_has(chunk->flags[j], FRAME_TAIL))
			head = 0;
		else if (head)
			chunk->flags[j] |= head & ~(UINT64_C(1) << FRAME_HEAD);
		else
			chunk->flagged[j] = false;
	}
}

static void read_flags(struct page_walk *walk, struct chunk *chunk)
{
	for (size_t i = 0, n; i < chunk->count; i += n) {
		uint64_t frame = pagemap_decode(chunk->entries[i]).frame;

		n = 1;
		chunk->flagged[i] = false;
		if (!frame || walk->flags == -1)
			continue;
		n = stretch(chunk, i);
		for (size_t j = i; j < i + n; j++)
			chunk->flagged[j] = false;
		if (!frame_flags_read(walk->flags, frame, &chunk->flags[i], n))
			continue;
		walk->pages->flags = "kpageflags";
		spread_heads(chunk, i, n);
	}
}

/* Not beyond a multiple of the chunk size, to keep huge pages together. */
static size_t next_count(uint64_t first, uint64_t pages)
{
	uint64_t most = CHUNK - first % CHUNK;

	return (size_t)(pages < most ? pages : most);
}

static bool add_chunk(struct page_walk *walk, const struct chunk *chunk,
	uint64_t at, const struct scanned *scanned)
{
	for (size_t i = 0; i < chunk->count; i++) {
		struct pagemap_entry entry = pagemap_decode(chunk->entries[i]);
		struct page_run run = describe_page(walk, &entry, scanned,
			chunk->flagged[i] ? &chunk->flags[i] : NULL);

		run.start = at + i * walk->pages->page_size;
		if (!pages_add(walk->pages, &run))
			return false;
	}
	return true;
}

/* After the budget: the states of the scan, without properties. */
static bool add_the_rest(struct page_walk *walk, uint64_t start, uint64_t end,
	const struct scanned *scanned)
{
	struct pagemap_entry entry = {.present = true, .file = scanned->file};
	struct page_run run = describe_page(walk, &entry, scanned, NULL);

	reason_set(&walk->pages->reason, 0, "%s, because there are too many",
		scanned->done ? "properties are known only for the first pages"
			      : "only the first pages were read");
	if (!scanned->done)
		return false;
	for (int i = 0; i < PAGE_PROPERTIES; i++)
		run.has[i] = KNOWN_NOTHING;
	run.start = start;
	run.pages = (end - start) / walk->pages->page_size;
	return pages_add(walk->pages, &run);
}

bool walk_pagemap(struct page_walk *walk, uint64_t start, uint64_t end,
	const struct scanned *scanned)
{
	static struct chunk chunk;
	uint64_t page = walk->pages->page_size;

	while (start < end) {
		if (!walk->budget)
			return add_the_rest(walk, start, end, scanned);
		if (walk_interrupted(walk))
			return false;
		chunk.count = next_count(start / page, (end - start) / page);
		chunk.count = pagemap_read(walk->pagemap, start / page,
			chunk.entries, chunk.count);
		if (!chunk.count)
			return walk_plain(walk, start, end, PAGE_UNKNOWN);
		read_flags(walk, &chunk);
		if (!add_chunk(walk, &chunk, start, scanned))
			return false;
		start += chunk.count * page;
		walk->budget -=
			chunk.count < walk->budget ? chunk.count : walk->budget;
	}
	return true;
}
