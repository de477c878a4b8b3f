/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of malloc_info(3), an element a line, as glibc writes it:
 *
 *	<heap nr="0">
 *	<sizes>
 *	  <size from="33" to="48" total="96" count="2"/>
 *	  <unsorted from="1041" to="1041" total="1041" count="1"/>
 *	</sizes>
 *	<total type="fast" count="2" size="96"/>
 *	<total type="rest" count="2" size="133329"/>
 *	<system type="current" size="135168"/>
 *	<system type="max" size="135168"/>
 *	</heap>
 *
 * "rest" has the end of the arena, which no <size> lists.  After the last arena
 * follow their sums, and <total type="mmap" count="0" size="0"/>.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "acts/arenas.h"

/* The value of NAME in the element at TEXT, which ends with its line. */
static uint64_t attribute(const char *text, const char *name)
{
	char wanted[16];
	const char *found;
	uint64_t value = 0;

	snprintf(wanted, sizeof(wanted), " %s=\"", name);
	found = strstr(text, wanted);
	if (found && found < text + strcspn(text, "\n"))
		sscanf(found + strlen(wanted), "%" SCNu64, &value);
	return value;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void take(struct arena *arena, uint64_t *listed, const char *element)
{
	if (begins(element, "<size ") || begins(element, "<unsorted "))
		*listed += attribute(element, "total");
	else if (begins(element, "<total type=\"fast\"") ||
		 begins(element, "<total type=\"rest\""))
		arena->free += attribute(element, "size");
	else if (begins(element, "<system type=\"current\""))
		arena->size = attribute(element, "size");
	else if (begins(element, "<system type=\"max\""))
		arena->most = attribute(element, "size");
}

static const char *next_element(const char *text)
{
	text += strcspn(text, "\n");
	return text + strspn(text, "\n ");
}

static void find_mapped(const char *text, struct mapped_blocks *mapped)
{
	const char *element = strstr(text, "<total type=\"mmap\"");

	mapped->known = element && strstr(element, "</malloc>");
	if (!mapped->known)
		return;
	mapped->count = attribute(element, "count");
	mapped->bytes = attribute(element, "size");
}

bool arenas_next(
	const char **text, struct arena *arena, struct mapped_blocks *mapped)
{
	const char *at = strstr(*text, "<heap ");
	uint64_t listed = 0;

	if (!at) {
		find_mapped(*text, mapped);
		return false;
	}
	*arena = (struct arena){.number = attribute(at, "nr")};
	for (; *at && !begins(at, "</heap>"); at = next_element(at))
		take(arena, &listed, at);
	if (arena->free > listed)
		arena->trimmable = arena->free - listed;
	*text = at;
	return true;
}
