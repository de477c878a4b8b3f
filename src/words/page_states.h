/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a page can be, and what each of that is called wherever it is shown. */
#ifndef MEMTOOL_WORDS_PAGE_STATES_H
#define MEMTOOL_WORDS_PAGE_STATES_H

enum page_state {
	PAGE_UNMAPPED,  /* a hole: no mapping is there */
	PAGE_UNTOUCHED, /* mapped, and the process has no page there */
	PAGE_PRESENT,   /* anonymous memory of its own */
	PAGE_ZERO,      /* the zero page that all share */
	PAGE_FILE,
	PAGE_SHMEM, /* shared anonymous memory, memfd, tmpfs */
	PAGE_SWAPPED,
	PAGE_HUGE, /* a huge page, of whatever kind */
	PAGE_GUARD,
	PAGE_RESIDENT, /* in memory: all that is known of it */
	PAGE_ABSENT,   /* not in memory: all that is known of it */
	PAGE_UNKNOWN,  /* nobody looked, or the kernel does not tell */
	PAGE_STATES,
};

/* "untouched": as JSON has it. */
const char *page_state_name(enum page_state state);

#endif
