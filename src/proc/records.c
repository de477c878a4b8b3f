/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/records.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "words/array.h"

bool records_begin(
	struct records *records, int fd, enum record_form form, size_t room)
{
	*records = (struct records){.fd = fd, .form = form, .room = room};
	if (fd == -1)
		records->error = errno;
	else if (!(records->buffer = malloc(room)))
		records->error = ENOMEM;
	return records->error == 0;
}

bool records_open(struct records *records, pid_t pid, const char *name,
	enum record_form form, size_t room)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return records_begin(
		records, open(path, O_RDONLY | O_CLOEXEC), form, room);
}

/*
 * A line of maps begins with lower-case hex, a line of figures with a capital.
 */
static bool begins_record(const struct records *records, const char *line)
{
	return records->form == RECORD_LINE || *line < 'A' || *line > 'Z';
}

/*
 * How much of the buffer is complete records: not a line without its end, nor a
 * record that may continue in the next line.
 */
static size_t whole(const struct records *records)
{
	size_t at = records->used;

	if (records->end)
		return at;
	while (at > 0) {
		const char *stop = memrchr(records->buffer, '\n', at);

		if (!stop)
			return 0;
		at = (size_t)(stop - records->buffer);
		if (records->form == RECORD_LINE ||
			(at + 1 < records->used &&
				begins_record(records, stop + 1)))
			return at + 1;
	}
	return 0;
}

static bool grow(struct records *records)
{
	char *more = array_reserve(
		records->buffer, &records->room, records->room + 1, 1);

	if (!more) {
		records->error = ENOMEM;
		return false;
	}
	records->buffer = more;
	return true;
}

/* Fill the rest of the buffer: the kernel returns about a page at a time. */
static bool fill(struct records *records)
{
	while (!records->end && records->used < records->room) {
		ssize_t got = read(records->fd, records->buffer + records->used,
			records->room - records->used);

		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1) {
			records->error = errno;
			return false;
		}
		records->end = got == 0;
		records->used += (size_t)got;
	}
	return true;
}

/* Move the start of an incomplete record to the front. */
static void carry(struct records *records)
{
	records->used -= records->taken;
	memmove(records->buffer, records->buffer + records->taken,
		records->used);
	records->taken = 0;
}

bool records_next(struct records *records, const char **text, size_t *length)
{
	if (records->error)
		return false;
	carry(records);
	for (;;) {
		if (!fill(records))
			return false;
		records->taken = whole(records);
		if (records->taken || records->end)
			break;
		if (!grow(records))
			return false;
	}
	*text = records->buffer;
	*length = records->taken;
	return records->taken > 0;
}

bool records_still_true(const struct records *records)
{
	char byte;

	return pread(records->fd, &byte, 1, 0) == 1;
}

void records_close(struct records *records)
{
	if (records->fd != -1)
		close(records->fd);
	free(records->buffer);
	records->fd = -1;
	records->buffer = NULL;
}
