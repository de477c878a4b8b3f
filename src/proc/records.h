/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A long file of /proc, read piece by piece in complete records, so memory use
 * does not grow with their number.
 */
#ifndef MEMTOOL_PROC_RECORDS_H
#define MEMTOOL_PROC_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum record_form {
	RECORD_LINE,    /* maps: one per line */
	RECORD_MAPPING, /* smaps: a line of maps and its figures */
};

enum { RECORDS_ROOM = 1 << 16 };

struct records {
	int fd;
	enum record_form form;
	char *buffer;
	size_t room;
	size_t taken, used; /* already returned; read */
	bool end;           /* of the file */
	int error;          /* errno of the failure; 0: none */
};

/*
 * Open a file of process PID, "maps", to be read through a buffer of ROOM
 * bytes, which grows only for a longer record.  False: see .error.  Call
 * records_close() in either case.
 */
bool records_open(struct records *records, pid_t pid, const char *name,
	enum record_form form, size_t room);

/* The same for an open file; records_close() closes it. */
bool records_begin(
	struct records *records, int fd, enum record_form form, size_t room);

/*
 * The next complete records, as many as the buffer holds; valid until the next
 * call.  False: there are no more, or reading failed (.error).
 */
bool records_next(struct records *records, const char **text, size_t *length);

/*
 * Whether the process still has this memory.  If it ended, or executed another
 * program, the file ends early without an error.
 */
bool records_still_true(const struct records *records);

void records_close(struct records *records);

#endif
