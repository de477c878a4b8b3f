/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One page of a process: what is told of it, of its mapping and its frame. */
#ifndef MEMTOOL_INSPECTIONS_LIVE_PAGE_H
#define MEMTOOL_INSPECTIONS_LIVE_PAGE_H

#include "command/command.h"
#include "proc/pagemap.h"
#include "proc/smaps.h"

/* The mapping that holds an address. */
struct holder {
	struct smaps_mapping m;
	char *path; /* ended by a NUL; NULL: it has none */
	char flags[256];
};

/* Find it; to be freed with holder_free().  False: see REASON. */
bool holder_find(pid_t pid, uint64_t address, struct holder *holder,
	struct reason *reason);
void holder_free(struct holder *holder);

struct live_page {
	uint64_t address;  /* of the page */
	uint64_t own_size; /* of the smallest page there is */
	const char *state; /* "present"; NULL: it could not be told */
	uint64_t size;     /* of what is mapped; 0: nothing, or not known */
	struct pagemap_entry entry;
	bool has_entry, has_swap;
	uint64_t swap_type, swap_offset;
	/* Of its frame, where that may be told. */
	bool has_flags, has_count;
	uint64_t flags, count;
	char missing[128]; /* why something is not told; "": all is */
};

/* Look at the page that ADDRESS lies in. */
void live_page_look(pid_t pid, uint64_t address, const struct smaps_mapping *m,
	struct live_page *page);

#endif
