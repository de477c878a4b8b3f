/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "observer/inside.h"

static bool append_maps(
	struct snapshot *snapshot, const char *text, size_t length)
{
	/* Doubling: a snapshot comes in pieces of a page. */
	size_t needed = snapshot->length + length + 1;

	if (needed > snapshot->room) {
		size_t room = snapshot->room ? snapshot->room : 8192;
		char *more;

		while (room < needed)
			room *= 2;
		more = realloc(snapshot->maps, room);
		if (!more)
			return false;
		snapshot->maps = more;
		snapshot->room = room;
	}
	memcpy(snapshot->maps + snapshot->length, text, length);
	snapshot->length += length;
	return true;
}

static void start_snapshot(struct observer *o, const void *payload)
{
	struct snapshot_entry head;
	struct snapshot *snapshot;

	memcpy(&head, payload, sizeof(head));
	o->newest = 1 - o->newest;
	snapshot = &o->snapshots[o->newest];
	snapshot->length = 0;
	snapshot->program_break = head.program_break;
}

struct gathered gather(struct observer *o, struct record *record)
{
	struct gathered seen = {0};
	struct reader *reader = &o->reader;
	struct entry entry;

	while (reader_next(reader, &entry)) {
		switch (entry.kind) {
		case ENTRY_BEGUN:
			seen.begun = true;
			break;
		case ENTRY_RETURNED:
			memcpy(&record->returned, reader->payload,
				sizeof(record->returned));
			record->has_returned = true;
			break;
		case ENTRY_SIGNAL:
			memcpy(&seen.signal, reader->payload,
				sizeof(seen.signal));
			seen.signalled = true;
			break;
		case ENTRY_BYTES:
			record->bytes = malloc(entry.size);
			if (record->bytes)
				memcpy(record->bytes, reader->payload,
					entry.size);
			record->byte_count = record->bytes ? entry.size : 0;
			break;
		case ENTRY_SNAPSHOT:
			start_snapshot(o, reader->payload);
			seen.snapshot = true;
			break;
		case ENTRY_MAPS:
			if (!append_maps(&o->snapshots[o->newest],
				    reader->payload, entry.size))
				seen.snapshot = false;
			break;
		}
	}
	return seen;
}
