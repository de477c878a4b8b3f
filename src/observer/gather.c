/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "observer/internal.h"
#include "words/array.h"

static bool append(struct part *part, const char *text, size_t length)
{
	char *whole = array_reserve(
		part->text, &part->room, part->length + length + 1, 1);

	if (!whole)
		return false;
	part->text = whole;
	memcpy(part->text + part->length, text, length);
	part->length += length;
	return true;
}

static void start_snapshot(struct observer *o, const void *payload)
{
	struct snapshot_entry head;
	struct snapshot *snapshot;

	memcpy(&head, payload, sizeof(head));
	o->now->newest = 1 - o->now->newest;
	snapshot = &o->now->snapshots[o->now->newest];
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		snapshot->part[i].length = 0;
	snapshot->parts = (uint32_t)head.parts;
	snapshot->program_break = head.program_break;
	snapshot->lags = head.lags != 0;
	if (head.foreign)
		o->now->foreign = "an emulator answers for /proc/self/maps";
	snapshot->backings = o->counters_lag ? &o->backings : NULL;
}

/* Free what was read, because each step adds a complete snapshot. */
static void drop_what_was_read(const struct observer *o)
{
	enum { WORTH_IT = 1 << 20 };

	if (o->now->reader.at % (2 * WORTH_IT) > WORTH_IT)
		fallocate(o->now->recording,
			FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
			o->now->reader.at);
}

/* They also come a page at a time. */
static bool take_blocks(struct record *record, const void *payload, size_t size)
{
	size_t needed = record->block_count + size / sizeof(struct made_block);
	struct made_block *blocks = array_reserve(
		record->blocks, &record->block_room, needed, sizeof(*blocks));

	if (!blocks)
		return false;
	record->blocks = blocks;
	memcpy(blocks + record->block_count, payload, size);
	record->block_count = needed;
	return true;
}

/* Whether it belongs to this step, and its payload has the right size. */
static bool fits(const struct entry *entry, const struct record *record)
{
	if (entry->step != record->call.index)
		return false;
	switch (entry->kind) {
	case ENTRY_RETURNED:
		return entry->size == sizeof(struct returned);
	case ENTRY_BLOCKS:
		return entry->size % sizeof(struct made_block) == 0;
	case ENTRY_SIGNAL:
		return entry->size == sizeof(struct signal_entry);
	case ENTRY_SNAPSHOT:
		return entry->size == sizeof(struct snapshot_entry);
	default:
		return true;
	}
}

static bool take_bytes(struct record *record, const void *bytes, size_t size)
{
	record->bytes = malloc(size + 1);
	if (!record->bytes)
		return false;
	memcpy(record->bytes, bytes, size);
	record->byte_count = size;
	return true;
}

/* False: out of memory. */
static bool take_entry(struct observer *o, const struct entry *entry,
	struct record *record, struct gathered *seen)
{
	const char *payload = o->now->reader.payload;

	switch (entry->kind) {
	case ENTRY_BEGUN:
		seen->begun = true;
		return true;
	case ENTRY_RETURNED:
		memcpy(&record->returned, payload, sizeof(record->returned));
		record->has_returned = true;
		return true;
	case ENTRY_SIGNAL:
		memcpy(&seen->signal, payload, sizeof(seen->signal));
		seen->signalled = true;
		return true;
	case ENTRY_BYTES:
		return take_bytes(record, payload, entry->size);
	case ENTRY_BLOCKS:
		return take_blocks(record, payload, entry->size);
	case ENTRY_SNAPSHOT:
		start_snapshot(o, payload);
		seen->snapshot = true;
		return true;
	default:
		return append(&o->now->snapshots[o->now->newest]
				       .part[entry->kind - ENTRY_PART],
			payload, entry->size);
	}
}

/* Read all entries: READER_END, unless something is wrong. */
static enum reader_result take_entries(struct observer *o,
	struct record *record, struct gathered *seen, uint64_t end)
{
	struct entry entry;

	reader_look_again(&o->now->reader);
	while (!end || (uint64_t)o->now->reader.at < end) {
		enum reader_result result =
			reader_next(&o->now->reader, &entry);

		if (result != READER_ENTRY)
			return result;
		if (!fits(&entry, record))
			return READER_DAMAGED;
		if (!take_entry(o, &entry, record, seen)) {
			o->now->reader.error = ENOMEM;
			return READER_FAILED;
		}
	}
	return READER_END;
}

struct gathered gather(struct observer *o, struct record *record, uint64_t end)
{
	struct gathered seen = {0};
	enum reader_result result = take_entries(o, record, &seen, end);

	if (result == READER_FAILED)
		seen.error = o->now->reader.error;
	seen.damaged = end && (uint64_t)o->now->reader.at != end;
	drop_what_was_read(o);
	return seen;
}
