/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The states of a page, and their names everywhere. */
#ifndef MEMTOOL_WORDS_PAGE_STATES_H
#define MEMTOOL_WORDS_PAGE_STATES_H

enum page_state {
	PAGE_UNMAPPED,  /* a hole: nothing is mapped */
	PAGE_UNTOUCHED, /* mapped, but the process has no page there */
	PAGE_PRESENT,   /* an anonymous page of the process */
	PAGE_ZERO,      /* the shared zero page */
	PAGE_FILE,
	PAGE_SHMEM, /* shared anonymous memory, memfd, tmpfs */
	PAGE_SWAPPED,
	PAGE_HUGE, /* a huge page of any kind */
	PAGE_GUARD,
	PAGE_RESIDENT, /* in memory; no more is known */
	PAGE_ABSENT,   /* not in memory; no more is known */
	PAGE_UNKNOWN,  /* not read, or the kernel does not show it */
	PAGE_STATES,
};

/* "untouched": as JSON has it. */
const char *page_state_name(enum page_state state);

#endif
