/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/ids.h"

#include <stdlib.h>

enum { EMPTY, FREED, FIRST };

/* The number of freed ids remembered to detect a double free. */
enum { FREED_MOST = 1 << 20 };

/* The slot of an id, or its free slot. */
static size_t place_of(const struct ids *ids, uint64_t id)
{
	uint64_t hash = id * 0x9e3779b97f4a7c15;
	size_t at = (size_t)(hash ^ hash >> 29) & (ids->room - 1);

	while (ids->states[at] != EMPTY && ids->keys[at] != id)
		at = (at + 1) & (ids->room - 1);
	return at;
}

enum id_state ids_find(const struct ids *ids, uint64_t id, uint32_t *block)
{
	uint32_t state = ids->room ? ids->states[place_of(ids, id)] : EMPTY;

	if (state == EMPTY)
		return ID_UNKNOWN;
	if (state == FREED)
		return ID_FREED;
	*block = state - FIRST;
	return ID_LIVE;
}

static void put(struct ids *ids, uint64_t id, uint32_t state)
{
	size_t at = place_of(ids, id);

	ids->used += ids->states[at] == EMPTY;
	ids->freed -= ids->states[at] == FREED;
	ids->freed += state == FREED;
	ids->keys[at] = id;
	ids->states[at] = state;
}

/* Make a new table, twice as large unless freed ids filled the old one. */
static bool make_room(struct ids *ids)
{
	bool forget = ids->freed > FREED_MOST;
	size_t kept = ids->used - (forget ? ids->freed : 0);
	struct ids more = {.room = 1024};

	while (more.room < 2 * kept)
		more.room *= 2;
	more.keys = calloc(more.room, sizeof(*more.keys));
	more.states = calloc(more.room, sizeof(*more.states));
	if (!more.keys || !more.states) {
		ids_free(&more);
		return false;
	}
	for (size_t i = 0; i < ids->room; i++)
		if (ids->states[i] >= (forget ? FIRST : FREED))
			put(&more, ids->keys[i], ids->states[i]);
	ids_free(ids);
	*ids = more;
	return true;
}

bool ids_add(struct ids *ids, uint64_t id, uint32_t block)
{
	if (ids->used >= ids->room / 4 * 3 && !make_room(ids))
		return false;
	put(ids, id, block + FIRST);
	return true;
}

void ids_remove(struct ids *ids, uint64_t id)
{
	put(ids, id, FREED);
}

void ids_free(struct ids *ids)
{
	free(ids->keys);
	free(ids->states);
	*ids = (struct ids){0};
}
