/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One page of a process, with its mapping and its frame. */
#ifndef MEMTOOL_INSPECTIONS_TRANSLATE_LIVE_PAGE_H
#define MEMTOOL_INSPECTIONS_TRANSLATE_LIVE_PAGE_H

#include "command/command.h"
#include "proc/pagemap.h"
#include "proc/smaps.h"

/* The mapping that holds an address. */
struct holder {
	struct smaps_mapping m;
	char *path; /* NUL-terminated; NULL: none */
	char flags[256];
};

/* Find it; free it with holder_free().  False: see REASON. */
bool holder_find(pid_t pid, uint64_t address, struct holder *holder,
	struct reason *reason);
void holder_free(struct holder *holder);

struct live_page {
	uint64_t address;  /* of the page */
	uint64_t own_size; /* the base page size */
	const char *state; /* "present"; NULL: unknown */
	uint64_t size;     /* of the mapped page; 0: none, or unknown */
	struct pagemap_entry entry;
	bool has_entry, has_swap;
	uint64_t swap_type, swap_offset;
	/* Of its frame, if readable. */
	bool has_flags, has_count;
	uint64_t flags, count;
	char missing[128]; /* why something is unknown; "": nothing is */
};

/* Look at the page that holds ADDRESS. */
void live_page_look(pid_t pid, uint64_t address, const struct smaps_mapping *m,
	struct live_page *page);

#endif
