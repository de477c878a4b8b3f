/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "record/recording.h"

static void write_all(struct writer *w, const void *bytes, size_t size)
{
	const char *at = bytes;

	/* Cut short by a limit: the next write says by which. */
	while (size && !w->error) {
		ssize_t written = write(w->fd, at, size);

		if (written < 0) {
			w->error = errno;
			return;
		}
		at += written;
		size -= (size_t)written;
	}
}

void writer_put(struct writer *w, uint32_t kind, uint32_t step,
	const void *payload, size_t size)
{
	w->page.entry = (struct entry){kind, step, size};
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
		w->error = w->error ? w->error : errno;
		return;
	}
	while ((got = read(fd, w->page.body, sizeof(w->page.body))) > 0) {
		w->page.entry = (struct entry){kind, step, (uint64_t)got};
		write_all(w, &w->page, sizeof(w->page.entry) + (size_t)got);
	}
	if (got < 0 && !w->error)
		w->error = errno;
}
