/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "record/recording.h"

void writer_fail(struct writer *w, const char *what)
{
	if (w->error)
		return;
	w->error = errno;
	w->failed = what;
}

static void write_all(struct writer *w, const void *bytes, size_t size)
{
	const char *at = bytes;

	/* Cut short by a limit: the next write says by which. */
	while (size && !w->error) {
		ssize_t written = write(w->fd, at, size);

		if (written < 0) {
			writer_fail(w, "write to the recording");
			return;
		}
		at += written;
		size -= (size_t)written;
		w->end += (uint64_t)written;
	}
}

static void set_head(
	struct writer *w, uint32_t kind, uint32_t step, uint64_t size)
{
	w->page.entry = (struct entry){ENTRY_MARK, kind, step, w->self, size};
}

void writer_put(struct writer *w, uint32_t kind, uint32_t step,
	const void *payload, size_t size)
{
	set_head(w, kind, step, size);
	if (size <= sizeof(w->page.body)) {
		if (size)
			memcpy(w->page.body, payload, size);
		write_all(w, &w->page, sizeof(w->page.entry) + size);
		return;
	}
	write_all(w, &w->page.entry, sizeof(w->page.entry));
	write_all(w, payload, size);
}

void writer_copy(struct writer *w, uint32_t kind, uint32_t step, int fd)
{
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) == -1) {
		writer_fail(w, "lseek in a file of /proc");
		return;
	}
	while ((got = read(fd, w->page.body, sizeof(w->page.body))) > 0) {
		set_head(w, kind, step, (uint64_t)got);
		write_all(w, &w->page, sizeof(w->page.entry) + (size_t)got);
	}
	if (got < 0)
		writer_fail(w, "read of a file of /proc");
}
