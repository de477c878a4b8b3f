/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where touch may store without a load: see acts/write_back.h. */
#include "observer/internal.h"
#include "proc/mapping_kind.h"

/*
 * Where a plain store is harmless to pages that are neither present nor swapped
 * out: they are 0, or it faults.
 */
static bool is_store_range(const struct mapping *m)
{
	enum mapping_kind kind = mapping_kind(m);

	return m->perms[1] != 'w' ||
	       (m->perms[3] == 'p' &&
		       (kind == KIND_ANONYMOUS || kind == KIND_HEAP ||
			       kind == KIND_STACK));
}

void find_store_range(const struct observer *o, struct call *call)
{
	struct maps maps = maps_now(o);
	struct mapping m;

	while (!o->now->foreign && maps_next(&maps, &m)) {
		bool goes_on =
			is_store_range(&m) && m.start == call->store_range_end;

		if (m.start > arg(call, ROLE_ADDR) && !goes_on)
			return;
		if (!is_store_range(&m))
			continue;
		if (!goes_on)
			call->store_range = m.start;
		call->store_range_end = m.end;
	}
}
