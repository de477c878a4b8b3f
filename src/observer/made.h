/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMTOOL_OBSERVER_MADE_H
#define MEMTOOL_OBSERVER_MADE_H

#include "observer/observer.h"

/*
 * Whether the step at INDEX made the memory or file that STEP acts on; of
 * several blocks, at least BLOCKS.  False: REASON names the step that failed.
 */
bool was_made(const struct observer *o, const struct plan *plan,
	const struct step *step, int index, uint64_t blocks,
	struct reason *reason);

#endif
