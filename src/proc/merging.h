/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether KSM has merged a page with others of the same contents. */
#ifndef MEMTOOL_PROC_MERGING_H
#define MEMTOOL_PROC_MERGING_H

#include "proc/smaps.h"

enum merging { MERGING_UNKNOWN, MERGING_NO, MERGING_YES };

/*
 * Whether the flag KSM of /proc/kpageflags, open as FLAGS, says so.  From Linux
 * 6.10 to about 6.17 every anonymous page has it: a page of ours that was just
 * written, so that it cannot be merged, is asked.  False also if it cannot be.
 */
bool merging_has_flag(int flags);

/*
 * Of a page of mapping M; FLAGS: those of its frame, or NULL; HAS_FLAG: as
 * above.  KSM looks only at mappings that are mergeable, and smaps counts what
 * it has merged (Linux 6.6).
 */
enum merging merging_of(
	const struct smaps_mapping *m, const uint64_t *flags, bool has_flag);

#endif
