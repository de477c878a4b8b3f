/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mincore cannot show: whether its result is true, and the page cache. */
#include "acts/mincore.h"
#include "observer/internal.h"
#include "proc/residency.h"

/* Of several mappings, the least trusted one decides. */
static enum mincore_trust trust_of(const struct record *record)
{
	uint64_t start = arg(&record->call, ROLE_ADDR),
		 length = arg(&record->call, ROLE_LENGTH);
	struct maps maps = maps_in(record->after);
	enum trust least = TRUST_YES;
	struct mapping m;

	if (!residency_is_looked_up())
		return MINCORE_UNTRUE;
	while (maps_next(&maps, &m)) {
		enum trust trust;

		if (m.end <= start ||
			(m.start >= start && m.start - start >= length))
			continue;
		trust = read_mapping_may_tell_residency(
			record_thread(record), &m);
		if (trust == TRUST_NO)
			return MINCORE_UNTRUE;
		if (trust == TRUST_UNKNOWN)
			least = trust;
	}
	return least == TRUST_YES ? MINCORE_TRUE : MINCORE_UNKNOWN;
}

/* Only if the range maps one contiguous part of one file. */
static bool cache_of(const struct record *record, struct cache_state *state)
{
	const struct call *call = &record->call;
	struct mapping m;

	if (!maps_find(maps_in(record->after), arg(call, ROLE_ADDR), &m) ||
		arg(call, ROLE_LENGTH) > m.end - arg(call, ROLE_ADDR))
		return false;
	return residency_cache(record_pid(record), &m,
		m.offset + (arg(call, ROLE_ADDR) - m.start),
		record->returned.found.residency.pages * call->page_size,
		state);
}

void note_mincore_trust(struct observer *o, struct record *record)
{
	struct residency_findings *residency =
		&record->returned.found.residency;
	struct cache_state state;

	(void)o;
	if (!record->after || record->outcome.kind != OUTCOME_OK)
		return;
	residency->trust = trust_of(record);
	if (!residency->pages || !cache_of(record, &state))
		return;
	residency->has_cache = true;
	residency->cached = state.cached;
	residency->dirty = state.dirty;
	residency->writeback = state.writeback;
	residency->evicted = state.evicted;
	residency->recently_evicted = state.recently_evicted;
}
