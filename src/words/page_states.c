/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/page_states.h"

static const char *const state_names[PAGE_STATES] = {
	[PAGE_UNMAPPED] = "unmapped",
	[PAGE_UNTOUCHED] = "untouched",
	[PAGE_PRESENT] = "present",
	[PAGE_ZERO] = "zero",
	[PAGE_FILE] = "file",
	[PAGE_SHMEM] = "shmem",
	[PAGE_SWAPPED] = "swapped",
	[PAGE_HUGE] = "huge",
	[PAGE_GUARD] = "guard",
	[PAGE_RESIDENT] = "resident",
	[PAGE_ABSENT] = "absent",
	[PAGE_UNKNOWN] = "unknown",
};

const char *page_state_name(enum page_state state)
{
	return state_names[state];
}
