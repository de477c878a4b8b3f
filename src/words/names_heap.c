/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mallopt(3) */
#include "words/array.h"
#include "words/names_table.h"

/*
 * The numbers are glibc's (malloc.h); other C libraries have no names for
 * them.
 */
#define PARAMETER(name, number, help)                                          \
	{                                                                      \
#name, (uint64_t)(number), NAMES_WHOLE, NULL, help, NULL             \
	}

static const struct name parameters[] = {
	PARAMETER(MXFAST, 1, "blocks up to so many bytes go to fast bins"),
	PARAMETER(TRIM_THRESHOLD, -1,
		"so many free bytes at the heap's end move the break back"),
	PARAMETER(TOP_PAD, -2, "bytes more each time that the heap grows"),
	PARAMETER(MMAP_THRESHOLD, -3,
		"from so many bytes on what no free block holds is mapped"),
	PARAMETER(MMAP_MAX, -4, "how many such mappings there may be"),
	PARAMETER(CHECK_ACTION, -5, "has no effect any more"),
	PARAMETER(
		PERTURB, -6, "fill allocated and freed blocks with such bytes"),
	PARAMETER(ARENA_TEST, -7,
		"arenas that are made before their limit is worked out"),
	PARAMETER(ARENA_MAX, -8, "how many arenas there may be"),
};
const struct names names_mallopt = {
	"M_", "parameter of malloc", parameters, ARRAY_SIZE(parameters), NULL};
