/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "observer/inside.h"

static bool append(struct part *part, const char *text, size_t length)
{
	/* Doubling: a snapshot comes in pieces of a page. */
	size_t needed = part->length + length + 1;

	if (needed > part->room) {
		size_t room = part->room ? part->room : 8192;
		char *more;

		while (room < needed)
			room *= 2;
		more = realloc(part->text, room);
		if (!more)
			return false;
		part->text = more;
		part->room = room;
	}
	memcpy(part->text + part->length, text, length);
	part->length += length;
	return true;
}

static void start_snapshot(struct observer *o, const void *payload)
{
	struct snapshot_entry head;
	struct snapshot *snapshot;

	memcpy(&head, payload, sizeof(head));
	o->newest = 1 - o->newest;
	snapshot = &o->snapshots[o->newest];
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		snapshot->part[i].length = 0;
	snapshot->parts = (uint32_t)head.parts;
	snapshot->program_break = head.program_break;
}

/* What was read need not be kept: each step adds a whole snapshot. */
static void drop_what_was_read(const struct observer *o)
{
	enum { WORTH_IT = 1 << 20 };

	if (o->reader.at % (2 * WORTH_IT) > WORTH_IT)
		fallocate(o->recording,
			FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
			o->reader.at);
}

/* They come a page at a time, too. */
static bool take_blocks(struct record *record, const void *payload, size_t size)
{
	size_t needed = record->block_count + size / sizeof(struct made_block);
	struct made_block *more = record->blocks;

	if (needed > record->block_room) {
		size_t room = record->block_room ? record->block_room : 256;

		while (room < needed)
			room *= 2;
		more = reallocarray(more, room, sizeof(*more));
		if (!more)
			return false;
		record->blocks = more;
		record->block_room = room;
	}
	memcpy(more + record->block_count, payload, size);
	record->block_count = needed;
	return true;
}

/* Whether the payload is what such an entry has. */
static bool fits(const struct entry *entry)
{
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
		return entry->kind < ENTRY_KINDS;
	}
}

static void take_entry(struct observer *o, const struct entry *entry,
	struct record *record, struct gathered *seen)
{
	const char *payload = o->reader.payload;

	switch (entry->kind) {
	case ENTRY_BEGUN:
		seen->begun = true;
		break;
	case ENTRY_RETURNED:
		memcpy(&record->returned, payload, sizeof(record->returned));
		record->has_returned = true;
		break;
	case ENTRY_SIGNAL:
		memcpy(&seen->signal, payload, sizeof(seen->signal));
		seen->signalled = true;
		break;
	case ENTRY_BYTES:
		record->bytes = malloc(entry->size + 1);
		if (!record->bytes) {
			seen->short_of_memory = true;
			break;
		}
		memcpy(record->bytes, payload, entry->size);
		record->byte_count = entry->size;
		break;
	case ENTRY_BLOCKS:
		if (!take_blocks(record, payload, entry->size))
			seen->short_of_memory = true;
		break;
	case ENTRY_SNAPSHOT:
		start_snapshot(o, payload);
		seen->snapshot = true;
		break;
	default:
		if (!append(&o->snapshots[o->newest]
				     .part[entry->kind - ENTRY_PART],
			    payload, entry->size))
			seen->short_of_memory = true;
		break;
	}
}

struct gathered gather(struct observer *o, struct record *record)
{
	struct gathered seen = {0};
	struct entry entry;

	while (reader_next(&o->reader, &entry)) {
		if (!fits(&entry)) {
			seen.damaged = true;
			break;
		}
		take_entry(o, &entry, record, &seen);
	}
	seen.short_of_memory |= o->reader.short_of_memory;
	drop_what_was_read(o);
	return seen;
}
