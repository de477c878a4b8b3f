/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kind of a mapping, by the kernel's name for it and its figures. */
#ifndef MEMTOOL_PROC_MAPPING_KIND_H
#define MEMTOOL_PROC_MAPPING_KIND_H

#include "proc/smaps.h"

enum mapping_kind {
	KIND_ANONYMOUS, /* without a named file */
	KIND_FILE,
	KIND_HEAP,
	KIND_STACK,
	KIND_SPECIAL, /* the kernel's own: [vdso], [vvar], [vsyscall] */
};

enum mapping_kind mapping_kind(const struct mapping *mapping);

/* "anonymous": the kind in JSON. */
const char *mapping_kind_name(enum mapping_kind kind);

/*
 * All its bits of enum trait.  Only smaps shows whether it is huge or locked.
 */
uint64_t mapping_traits(const struct smaps_mapping *mapping);

#endif
