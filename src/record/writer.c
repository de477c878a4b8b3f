/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "record/recording.h"

void writer_fail(struct writer *writer, const char *what)
{
	if (writer->error)
		return;
	writer->error = errno;
	writer->failed = what;
}

/* The file's position follows, in case the limit is raised again. */
static ssize_t send_piece(struct writer *writer, const char *bytes, size_t size)
{
	struct piece head = {PIECE_MARK, writer->self, writer->end};
	size_t length = size < PIECE_MAX ? size : PIECE_MAX;
	struct iovec parts[] = {
		{&head, sizeof(head)}, {(void *)(uintptr_t)bytes, length}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};

	if (sendmsg(writer->channel, &message, MSG_NOSIGNAL) == -1 ||
		lseek(writer->fd, (off_t)(writer->end + length), SEEK_SET) ==
			-1)
		return -1;
	return (ssize_t)length;
}

static ssize_t write_some(struct writer *writer, const char *bytes, size_t size)
{
	ssize_t written = write(writer->fd, bytes, size);

	if (written == -1 && errno == EFBIG && writer->channel)
		return send_piece(writer, bytes, size);
	return written;
}

static void write_all(struct writer *writer, const void *bytes, size_t size)
{
	const char *at = bytes;

	/* If a limit cut it short, the next write returns the reason. */
	while (size && !writer->error) {
		ssize_t written = write_some(writer, at, size);

		if (written < 0) {
			writer_fail(writer, "write to the recording");
			return;
		}
		at += written;
		size -= (size_t)written;
		writer->end += (uint64_t)written;
	}
}

static void set_head(
	struct writer *writer, uint32_t kind, uint32_t step, uint64_t size)
{
	writer->page.entry =
		(struct entry){ENTRY_MARK, kind, step, writer->self, size};
}

void writer_put(struct writer *writer, uint32_t kind, uint32_t step,
	const void *payload, size_t size)
{
	set_head(writer, kind, step, size);
	if (size <= sizeof(writer->page.body)) {
		if (size)
			memcpy(writer->page.body, payload, size);
		write_all(writer, &writer->page,
			sizeof(writer->page.entry) + size);
		return;
	}
	write_all(writer, &writer->page.entry, sizeof(writer->page.entry));
	write_all(writer, payload, size);
}

void writer_copy(struct writer *writer, uint32_t kind, uint32_t step, int fd)
{
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) == -1) {
		writer_fail(writer, "lseek in a file in /proc");
		return;
	}
	while ((got = read(fd, writer->page.body, sizeof(writer->page.body))) >
		0) {
		set_head(writer, kind, step, (uint64_t)got);
		write_all(writer, &writer->page,
			sizeof(writer->page.entry) + (size_t)got);
	}
	if (got < 0)
		writer_fail(writer, "read of a file in /proc");
}
