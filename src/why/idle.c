/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The causes of a success by which nothing of what was asked was done. */
#include <string.h>

#include "why/why.h"
#include "words/array.h"

static const char *const idle[] = {"no-effect", "zero-length", "out-of-range",
	"thp-off", "thp-too-small", "thp-misplaced", "ksm-off", "no-swap",
	"mapping-kind"};

static bool is_idle(const char *slug)
{
	for (size_t i = 0; i < ARRAY_SIZE(idle); i++)
		if (strcmp(idle[i], slug) == 0)
			return true;
	return false;
}

void why_keep_idle(struct causes *causes)
{
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++)
		if (is_idle(causes->list[i].slug))
			causes->list[kept++] = causes->list[i];
	causes->count = kept;
}
