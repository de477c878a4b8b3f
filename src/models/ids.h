/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps the 64-bit ids in a trace to blocks. */
#ifndef MEMTOOL_MODELS_IDS_H
#define MEMTOOL_MODELS_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A hash table with open addressing and linear probing. */
struct ids {
	uint64_t *keys;
	uint32_t *states; /* 0: empty; 1: it was freed; else its block + 2 */
	size_t room, used;
	size_t freed; /* number of used slots */
};

enum id_state { ID_UNKNOWN, ID_FREED, ID_LIVE };

enum id_state ids_find(const struct ids *ids, uint64_t id, uint32_t *block);

/* Map an id to a block.  False: out of memory. */
bool ids_add(struct ids *ids, uint64_t id, uint32_t block);

/* Mark a live id as freed. */
void ids_remove(struct ids *ids, uint64_t id);

void ids_free(struct ids *ids);

#endif
