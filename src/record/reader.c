/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "record/recording.h"

static bool read_at(struct reader *r, void *to, size_t size)
{
	/* pread: the offset of the file itself is the writer's. */
	if (pread(r->fd, to, size, r->at) != (ssize_t)size)
		return false;
	r->at += (off_t)size;
	return true;
}

bool reader_next(struct reader *r, struct entry *entry)
{
	off_t start = r->at;
	char *larger;

	if (!read_at(r, entry, sizeof(*entry)) || entry->size > ENTRY_MAX)
		return false;
	if (entry->size >= r->room) {
		larger = realloc(r->payload, entry->size + 1);
		if (!larger) {
			r->short_of_memory = true;
			r->at = start;
			return false;
		}
		r->payload = larger;
		r->room = entry->size + 1;
	}
	if (!read_at(r, r->payload, entry->size)) {
		r->at = start;
		return false;
	}
	r->payload[entry->size] = '\0';
	return true;
}

void reader_free(struct reader *r)
{
	free(r->payload);
	*r = (struct reader){0};
}
