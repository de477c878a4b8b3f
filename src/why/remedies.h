/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Remedies for what is not a mistake in the arguments: limits, settings, rights
 * and files.  What helps now comes first, then what keeps it so.
 */
#ifndef MEMTOOL_WHY_REMEDIES_H
#define MEMTOOL_WHY_REMEDIES_H

#include "why/diagnosis.h"

/*
 * "ulimit -l 4096": a limit of at least NEEDED bytes, or descriptors, in this
 * shell, in a container, in a systemd unit and for a user.
 */
void cause_try_limit(struct cause *c, const struct diagnosis *d, int resource,
	uint64_t needed);

/* "sysctl vm.max_map_count=131060", now and after the next start. */
void cause_try_sysctl(struct cause *c, const char *name, uint64_t value);

/*
 * How to get the capability of this NUMBER and NAME.  Where nobody can have it,
 * as in a container, "as root" would not help.
 */
void cause_try_capability(const struct diagnosis *d, struct cause *c,
	int number, const char *name);

/* A path as a shell takes it; "" if it has bytes that cannot be typed. */
struct typed_path {
	char text[112];
};
struct typed_path path_as_typed(const char *path);
/* The same for a file that exists; "" if it does not: it was deleted. */
struct typed_path file_as_typed(const char *path);

/* "open /tmp/file --flags rdwr", if the path can be typed. */
void cause_try_opening(struct cause *c, const char *path, const char *flags);

#endif
