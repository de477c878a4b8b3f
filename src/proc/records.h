/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A long file of /proc read piece by piece, in whole records, so that memory
 * does not grow with their number.
 */
#ifndef MEMTOOL_PROC_RECORDS_H
#define MEMTOOL_PROC_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum record_form {
	RECORD_LINE,    /* maps: each line is one */
	RECORD_MAPPING, /* smaps: a line of maps, and those of its figures */
};

enum { RECORDS_ROOM = 1 << 16 };

struct records {
	int fd;
	enum record_form form;
	char *buffer;
	size_t room;
	size_t taken, used; /* given out already, and read */
	bool end;           /* of the file */
	int error;          /* errno of what failed; 0: nothing did */
};

/*
 * Open a file of process PID, "maps", to be read through a buffer of ROOM
 * bytes, which grows only for a record that is longer.  False: .error says
 * why.  In either case it ends with records_close().
 */
bool records_open(struct records *records, pid_t pid, const char *name,
	enum record_form form, size_t room);

/* The same of a file that is open; records_close() closes it. */
bool records_begin(
	struct records *records, int fd, enum record_form form, size_t room);

/*
 * The next whole records, as many as the buffer holds; they are valid until
 * the next call.  False: there are no more, or reading failed (.error).
 */
bool records_next(struct records *records, const char **text, size_t *length);

/*
 * Whether the memory that the file tells of is still there.  If it is gone, the
 * file ended early and looks like a whole one: the process ended, or executed
 * another program.
 */
bool records_still_true(const struct records *records);

void records_close(struct records *records);

#endif
