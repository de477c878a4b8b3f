/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "record/recording.h"
#include "words/array.h"

/* READER_ENTRY: all of it was there. */
static enum reader_result read_at(
	struct reader *r, void *to, size_t size, off_t at)
{
	/* pread: the offset of the file itself is the writer's. */
	ssize_t got = pread(r->fd, to, size, at);

	if (got == -1) {
		r->error = errno;
		return READER_FAILED;
	}
	return got == (ssize_t)size ? READER_ENTRY : READER_END;
}

static bool make_room(struct reader *r, size_t needed)
{
	char *larger = array_reserve(r->payload, &r->room, needed, 1);

	if (!larger) {
		r->error = ENOMEM;
		return false;
	}
	r->payload = larger;
	return true;
}

static bool is_entry(const struct reader *r, const struct entry *entry)
{
	return entry->mark == ENTRY_MARK && entry->writer == r->writer &&
	       entry->kind < ENTRY_KINDS && entry->size <= ENTRY_MAX;
}

enum reader_result reader_next(struct reader *r, struct entry *entry)
{
	off_t body = r->at + (off_t)sizeof(*entry);
	enum reader_result result = read_at(r, entry, sizeof(*entry), r->at);

	if (result != READER_ENTRY)
		return result;
	if (!is_entry(r, entry))
		return READER_DAMAGED;
	if (!make_room(r, entry->size + 1))
		return READER_FAILED;
	result = read_at(r, r->payload, entry->size, body);
	if (result != READER_ENTRY)
		return result;
	r->payload[entry->size] = '\0';
	r->at = body + (off_t)entry->size;
	return READER_ENTRY;
}

void reader_free(struct reader *r)
{
	free(r->payload);
	*r = (struct reader){0};
}
