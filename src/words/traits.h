/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties of mappings; names_traits has their names. */
#ifndef MEMTOOL_WORDS_TRAITS_H
#define MEMTOOL_WORDS_TRAITS_H

enum trait {
	TRAIT_ANONYMOUS = 1 << 0,
	TRAIT_FILE = 1 << 1,
	TRAIT_HEAP = 1 << 2,
	TRAIT_STACK = 1 << 3,
	TRAIT_EXEC = 1 << 4,
	TRAIT_WRITABLE = 1 << 5,
	TRAIT_SHARED = 1 << 6,
	TRAIT_HUGE = 1 << 7,
	TRAIT_LOCKED = 1 << 8,
};

#endif
