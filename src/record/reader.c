/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/recording.h"
#include "words/array.h"

/* A step of a small process is recorded in less. */
enum { AHEAD = 8192 };

static bool make_room(struct reader *reader, size_t needed)
{
	char *larger = array_reserve(reader->bytes, &reader->room,
		needed > AHEAD ? needed : AHEAD, 1);

	if (!larger) {
		reader->error = ENOMEM;
		return false;
	}
	reader->bytes = larger;
	return true;
}

/* READER_ENTRY: all SIZE bytes from .at on have been read. */
static enum reader_result have_read(struct reader *reader, size_t size)
{
	ssize_t got;

	if (reader->used + size <= reader->count)
		return READER_ENTRY;
	/* What was read is done with, and what follows may have grown. */
	reader->used = reader->count = 0;
	if (!make_room(reader, size))
		return READER_FAILED;
	/* pread: the offset of the file itself is the writer's. */
	got = pread(reader->fd, reader->bytes, reader->room, reader->at);
	if (got == -1) {
		reader->error = errno;
		return READER_FAILED;
	}
	reader->count = (size_t)got;
	return size <= reader->count ? READER_ENTRY : READER_END;
}

static bool is_entry(const struct reader *reader, const struct entry *entry)
{
	return entry->mark == ENTRY_MARK && entry->writer == reader->writer &&
	       entry->kind < ENTRY_KINDS && entry->size <= ENTRY_MAX;
}

enum reader_result reader_next(struct reader *reader, struct entry *entry)
{
	enum reader_result result = have_read(reader, sizeof(*entry));
	size_t size;

	if (result != READER_ENTRY)
		return result;
	memcpy(entry, reader->bytes + reader->used, sizeof(*entry));
	if (!is_entry(reader, entry))
		return READER_DAMAGED;
	size = sizeof(*entry) + entry->size;
	result = have_read(reader, size);
	if (result != READER_ENTRY)
		return result;
	reader->payload = reader->bytes + reader->used + sizeof(*entry);
	reader->used += size;
	reader->at += (off_t)size;
	return READER_ENTRY;
}

void reader_look_again(struct reader *reader)
{
	reader->used = reader->count = 0;
}

void reader_free(struct reader *reader)
{
	free(reader->bytes);
	*reader = (struct reader){0};
}
