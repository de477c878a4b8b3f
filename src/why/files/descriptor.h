/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subject's descriptors, and what is open behind them. */
#ifndef MEMTOOL_WHY_DESCRIPTOR_H
#define MEMTOOL_WHY_DESCRIPTOR_H

#include <sys/stat.h>

#include "proc/read.h"
#include "why/inquiry.h"

enum { DESCRIPTOR_PATH_MAX = 64 };

/* "/proc/4242/fd/3": leads to what call.fd is, even if it has no name. */
void descriptor_path(const struct inquiry *q, char path[DESCRIPTOR_PATH_MAX]);

/*
 * A path to the file that the call is about: behind its descriptor, in its
 * path, or mapped where it begins.
 */
bool call_file_path(const struct inquiry *q, char path[MAPPED_FILE_MAX]);

/* The flags that it was opened with, O_RDWR; false: it is not open. */
bool descriptor_flags(const struct inquiry *q, uint64_t *flags);

/* "fd 3, /tmp/file", as facts. */
void descriptor_fact(const struct inquiry *q, struct cause *c);

/* "open /tmp/file --flags rdwr": the same file, opened so. */
void cause_try_open(
	const struct inquiry *q, struct cause *c, const char *flags);

/* Those that are open, but for memtool's own, as a fact. */
void descriptor_list(const struct inquiry *q, struct cause *c);

/* "directory" */
const char *file_type_name(mode_t mode);

#endif
