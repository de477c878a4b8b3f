/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a mapping is, by the name that the kernel gives it and its figures. */
#ifndef MEMTOOL_PROC_KIND_H
#define MEMTOOL_PROC_KIND_H

#include "proc/smaps.h"

enum mapping_kind {
	KIND_ANONYMOUS, /* without a file that has a name of its own */
	KIND_FILE,
	KIND_HEAP,
	KIND_STACK,
	KIND_SPECIAL, /* the kernel's own: [vdso], [vvar], [vsyscall] */
};

enum mapping_kind mapping_kind(const struct mapping *mapping);

/* "anonymous": the kind as JSON has it. */
const char *mapping_kind_name(enum mapping_kind kind);

/*
 * All that it can be said to be, of enum trait.  Whether it is huge or locked
 * only smaps tells.
 */
uint64_t mapping_traits(const struct smaps_mapping *mapping);

#endif
