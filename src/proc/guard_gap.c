/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/guard_gap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/read.h"

enum { DEFAULT_PAGES = 256 };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\0';
}

/*
 * The kernel uses the last one, and ignores what is not a plain decimal number
 * (cmdline_parse_stack_guard_gap).
 */
uint64_t guard_gap_of(const char *text, size_t length)
{
	static const char name[] = "stack_guard_gap=";
	const size_t size = sizeof(name) - 1;
	uint64_t pages = DEFAULT_PAGES;

	for (size_t i = 0; i + size <= length; i++) {
		uint64_t value = 0;
		size_t at = i + size;

		if ((i > 0 && !is_space(text[i - 1])) ||
			memcmp(text + i, name, size) != 0)
			continue;
		for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
			value = value * 10 + (uint64_t)(text[at] - '0');
		if (at == length || is_space(text[at]))
			pages = value;
	}
	return pages;
}

uint64_t read_guard_gap(void)
{
	size_t length = 0;
	char *text = read_text("/proc/cmdline", &length);
	uint64_t pages = guard_gap_of(text ? text : "", text ? length : 0);

	free(text);
	return pages * (uint64_t)getpagesize();
}

uint64_t guard_gap_above(const struct mapping *below, uint64_t gap)
{
	bool kept = strncmp(below->perms, "---", 3) != 0 &&
		    !mapping_is_flagged(below, "gd");

	return kept ? gap : 0;
}
