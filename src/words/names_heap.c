/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mallopt(3) */
#include "words/array.h"
#include "words/names_table.h"

/*
 * The numbers are glibc's (malloc.h); other C libraries do not define these
 * names.
 */
#define PARAMETER(name, number, help)                                          \
	{                                                                      \
#name, (uint64_t)(number), NAMES_WHOLE, "", help,              \
			.advice = NULL                                         \
	}

static const struct name parameters[] = {
	PARAMETER(MXFAST, 1, "largest block in bytes for fast bins"),
	PARAMETER(TRIM_THRESHOLD, -1,
		"free bytes at the heap's end that move the break back"),
	PARAMETER(TOP_PAD, -2, "extra bytes each time the heap grows"),
	PARAMETER(MMAP_THRESHOLD, -3,
		"smallest request in bytes that gets its own mapping"),
	PARAMETER(MMAP_MAX, -4, "maximum number of such mappings"),
	PARAMETER(CHECK_ACTION, -5, "no longer has an effect"),
	PARAMETER(
		PERTURB, -6, "fill allocated and freed blocks with this byte"),
	PARAMETER(
		ARENA_TEST, -7, "arenas created before the limit is computed"),
	PARAMETER(ARENA_MAX, -8, "maximum number of arenas"),
};
const struct names names_mallopt = {
	"M_", "parameter of malloc", parameters, ARRAY_SIZE(parameters), NULL};
