/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a trace calls its blocks, numbers of 64 bits, and which blocks they are.
 */
#ifndef MEMTOOL_MODELS_IDS_H
#define MEMTOOL_MODELS_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A table with open addresses and linear probing. */
struct ids {
	uint64_t *keys;
	uint32_t *states; /* 0: empty; 1: it was freed; else its block + 2 */
	size_t room, used;
	size_t freed; /* of those in use */
};

enum id_state { ID_UNKNOWN, ID_FREED, ID_LIVE };

enum id_state ids_find(const struct ids *ids, uint64_t id, uint32_t *block);

/* Note that an id is a block from now on.  False: out of memory. */
bool ids_add(struct ids *ids, uint64_t id, uint32_t block);

/* Note that a live id was freed. */
void ids_remove(struct ids *ids, uint64_t id);

void ids_free(struct ids *ids);

#endif
