/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the rows of the name tables are written. */
#ifndef MEMTOOL_WORDS_NAMES_TABLE_H
#define MEMTOOL_WORDS_NAMES_TABLE_H

#include "words/array.h"
#include "words/names.h"

/* clang-format off */

/* A flag of its own, by the name that the headers give it. */
#define BIT(prefix, name, since, help) \
	{#name, (uint64_t)(prefix##name), (uint64_t)(prefix##name), since, \
	 help, NULL}

/* A member of the field MAP_TYPE or of O_ACCMODE. */
#define TYPE(name, since, help) {#name, MAP_##name, MAP_TYPE, since, help, NULL}
#define ACCESS_MODE(name, help) {#name, O_##name, O_ACCMODE, NULL, help, NULL}

/* A word of a plain enumeration, as it is typed. */
#define WORD(name, value, help) {name, value, NAMES_WHOLE, NULL, help, NULL}

/* The field that holds the binary logarithm of a huge page's size. */
#define HUGE(size, log2, since) \
	{"HUGE_" #size, (uint64_t)(log2) << 26, (uint64_t)0x3f << 26, since, \
	 "huge pages of " #size, NULL}
#define HUGE_SIZES(since) \
	HUGE(16KB, 14, since), HUGE(64KB, 16, since), HUGE(512KB, 19, since), \
	HUGE(1MB, 20, since), HUGE(2MB, 21, since), HUGE(8MB, 23, since), \
	HUGE(16MB, 24, since), HUGE(32MB, 25, since), \
	HUGE(256MB, 28, since), HUGE(512MB, 29, since), \
	HUGE(1GB, 30, since), HUGE(2GB, 31, since), HUGE(16GB, 34, since)

/* clang-format on */

#endif
