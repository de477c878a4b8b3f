/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of /proc/PID/maps, proc_pid_maps(5). */
#ifndef MEMTOOL_PROC_MAPS_TEXT_H
#define MEMTOOL_PROC_MAPS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One line:
 * 7f66ce226000-7f66ce37b000 r-xp 00026000 fe:00 1048 /usr/lib/libc.so.6
 */
struct mapping {
	uint64_t start, end; /* end: the first byte after it */
	char perms[5];       /* "r-xp"; the last is s or p */
	uint64_t offset;
	char device[16]; /* "fe:00" */
	uint64_t inode;
	const char *path; /* "[stack]", or "" if anonymous */
	size_t path_length;
	/* "rd wr mr mw me ac" from smaps; NULL: only maps was read. */
	const char *flags;
	size_t flags_length;
};

/* A position in the text of a maps file, which must outlive the results. */
struct maps {
	const char *at, *end;
};

struct maps maps_of(const char *text, size_t length);

/* Read the next line; false at the end.  Lines of another form are skipped. */
bool maps_next(struct maps *maps, struct mapping *mapping);

/*
 * Drop the lines that both begin with, and those that both end with: after most
 * steps that leaves the few that changed.
 */
void maps_drop_common(struct maps *a, struct maps *b);

/* Find the mapping that holds ADDRESS. */
bool maps_find(struct maps maps, uint64_t address, struct mapping *mapping);

/* Find the first mapping of this name, such as "[stack]". */
bool maps_find_path(
	struct maps maps, const char *path, struct mapping *mapping);

/* Whether it has this name, or maps the file of this path. */
bool mapping_has_path(const struct mapping *mapping, const char *path);

/* Whether it maps a file: its pages come from there, at .offset. */
bool mapping_is_file(const struct mapping *mapping);

/* Whether its flags are known and have these letters, "lo". */
bool mapping_is_flagged(const struct mapping *mapping, const char *letters);

#endif
