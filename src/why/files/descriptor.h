/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subject's descriptors and their open files. */
#ifndef MEMTOOL_WHY_FILES_DESCRIPTOR_H
#define MEMTOOL_WHY_FILES_DESCRIPTOR_H

#include <sys/stat.h>

#include "proc/read.h"
#include "why/diagnosis.h"
#include "why/remedies.h"

enum { DESCRIPTOR_PATH_MAX = 64 };

/*
 * "/proc/4242/fd/3": reaches the open file of call.fd, even one without a name.
 */
void descriptor_path(const struct diagnosis *d, char path[DESCRIPTOR_PATH_MAX]);

/*
 * A path to the call's file: by its descriptor, its path, or the mapping at its
 * start.
 */
bool call_file_path(const struct diagnosis *d, char path[MAPPED_FILE_MAX]);

/* The flags it was opened with, such as O_RDWR; false: not open. */
bool descriptor_flags(const struct diagnosis *d, uint64_t *flags);

/* "fd 3, /tmp/file", as facts. */
void descriptor_fact(const struct diagnosis *d, struct cause *c);

/* The path of the open file, as file_as_typed(). */
struct typed_path descriptor_as_typed(const struct diagnosis *d);

/* "open /tmp/file --flags rdwr": the same file, opened with these flags.
 * Nothing where it has no path: it was deleted, or never had one. */
void cause_try_open(
	const struct diagnosis *d, struct cause *c, const char *flags);

/* The open descriptors except memtool's own, as a fact. */
void descriptor_list(const struct diagnosis *d, struct cause *c);

/* "directory" */
const char *file_type_name(mode_t mode);

#endif
