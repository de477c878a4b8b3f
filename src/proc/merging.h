/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether KSM has merged a page with others of the same contents. */
#ifndef MEMTOOL_PROC_MERGING_H
#define MEMTOOL_PROC_MERGING_H

#include "proc/smaps.h"

enum merging { MERGING_UNKNOWN, MERGING_NO, MERGING_YES };

/*
 * Whether the KSM flag of /proc/kpageflags, open as FLAGS, is reliable.  From
 * Linux 6.10 to about 6.17 every anonymous page has it, so look at a page that
 * we just wrote, which cannot be merged.  False also if that fails.
 */
bool merging_has_flag(int flags);

/*
 * Whether a page of mapping M is merged; FLAGS: its frame's, or NULL; HAS_FLAG:
 * as above.  KSM merges only mergeable mappings, and smaps counts its pages
 * (Linux 6.6).
 */
enum merging merging_of(
	const struct smaps_mapping *m, const uint64_t *flags, bool has_flag);

#endif
