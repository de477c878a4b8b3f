/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Macros for the rows of the name tables. */
#ifndef MEMTOOL_WORDS_NAMES_TABLE_H
#define MEMTOOL_WORDS_NAMES_TABLE_H

#include "words/array.h"
#include "words/names.h"

/* clang-format off */

/* A single flag, by its name in the headers, and more about it. */
#define BIT(prefix, name, since, help, ...) \
	{#name, (uint64_t)(prefix##name), (uint64_t)(prefix##name), since, \
	 help, .advice = NULL, ##__VA_ARGS__}

/* A member of the field MAP_TYPE or of O_ACCMODE. */
#define TYPE(name, since, help, ...) \
	{#name, MAP_##name, MAP_TYPE, since, help, .advice = NULL, \
	 ##__VA_ARGS__}
#define ACCESS_MODE(name, help) \
	{#name, O_##name, O_ACCMODE, "", help, .advice = NULL}

/* A word of a plain enumeration, as typed. */
#define WORD(name, value, help) \
	{name, value, NAMES_WHOLE, "", help, .advice = NULL}

/* A value of the field with the binary logarithm of a huge page's size. */
#define HUGE(size, log2, since, ...) \
	{"HUGE_" #size, (uint64_t)(log2) << 26, (uint64_t)0x3f << 26, since, \
	 "huge pages of " #size, .advice = NULL, ##__VA_ARGS__}
#define HUGE_SIZES(since, ...) \
	HUGE(16KB, 14, since, ##__VA_ARGS__), \
	HUGE(64KB, 16, since, ##__VA_ARGS__), \
	HUGE(512KB, 19, since, ##__VA_ARGS__), \
	HUGE(1MB, 20, since, ##__VA_ARGS__), \
	HUGE(2MB, 21, since, ##__VA_ARGS__), \
	HUGE(8MB, 23, since, ##__VA_ARGS__), \
	HUGE(16MB, 24, since, ##__VA_ARGS__), \
	HUGE(32MB, 25, since, ##__VA_ARGS__), \
	HUGE(256MB, 28, since, ##__VA_ARGS__), \
	HUGE(512MB, 29, since, ##__VA_ARGS__), \
	HUGE(1GB, 30, since, ##__VA_ARGS__), \
	HUGE(2GB, 31, since, ##__VA_ARGS__)

/* clang-format on */

#endif
