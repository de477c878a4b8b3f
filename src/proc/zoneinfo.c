/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/zoneinfo.h"

#include <ctype.h>
#include <string.h>

#include "words/array.h"

/* Words at the start of a line, followed by a number. */
static const struct {
	const char *name;
	enum zone_figure figure;
} names[] = {
	{"pages free", ZONE_FREE},
	{"boost", ZONE_BOOST},
	{"min", ZONE_MIN},
	{"low", ZONE_LOW},
	{"high", ZONE_HIGH},
	{"promo", ZONE_PROMO},
	{"spanned", ZONE_SPANNED},
	{"present", ZONE_PRESENT},
	{"managed", ZONE_MANAGED},
	{"nr_free_cma", ZONE_FREE_CMA},
	{"start_pfn:", ZONE_START},
};

static struct line after_blanks(struct line line)
{
	while (line.length && isblank((unsigned char)*line.text)) {
		line.text++;
		line.length--;
	}
	return line;
}

/* Remove WORD from the start of LINE, and the blanks after it. */
static bool take_word(struct line *line, const char *word)
{
	size_t length = strlen(word);

	if (line->length < length || memcmp(line->text, word, length) != 0)
		return false;
	line->text += length;
	line->length -= length;
	*line = after_blanks(*line);
	return true;
}

static bool take_number(struct line *line, uint64_t *value)
{
	uint64_t number = 0;
	size_t digits = 0;

	for (; digits < line->length; digits++) {
		unsigned char c = (unsigned char)line->text[digits];

		if (!isdigit(c))
			break;
		number = number * 10 + (uint64_t)(c - '0');
	}
	if (!digits)
		return false;
	line->text += digits;
	line->length -= digits;
	*line = after_blanks(*line);
	*value = number;
	return true;
}

/* "Node 0, zone   Normal"; *LINE is what follows. */
static bool take_header(struct line *line, unsigned *node, char name[ZONE_NAME])
{
	uint64_t number;
	size_t length = 0;

	if (!take_word(line, "Node") || !take_number(line, &number) ||
		!take_word(line, ",") || !take_word(line, "zone"))
		return false;
	while (length < line->length &&
		!isspace((unsigned char)line->text[length]))
		length++;
	if (!length || length >= ZONE_NAME)
		return false;
	memcpy(name, line->text, length);
	name[length] = '\0';
	line->text += length;
	line->length -= length;
	*line = after_blanks(*line);
	*node = (unsigned)number;
	return true;
}

/* "protection: (0, 3018, 11082)" */
static bool take_protection(struct line line, struct zone *zone)
{
	if (!take_word(&line, "protection:") || !take_word(&line, "("))
		return false;
	while (zone->protections < ZONES_MAX &&
		take_number(&line, &zone->protection[zone->protections])) {
		zone->protections++;
		if (!take_word(&line, ","))
			break;
	}
	return true;
}

static void take_figure(struct line line, struct zone *zone)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct line rest = line;
		uint64_t value;

		/*
		 * "high" is a watermark; "high_min:" and "high:" belong to a
		 * CPU.
		 */
		if (!take_word(&rest, names[i].name) ||
			!take_number(&rest, &value) || rest.length)
			continue;
		zone->pages[names[i].figure] = value;
		return;
	}
}

bool zoneinfo_next(struct lines *lines, struct zone *zone)
{
	struct line line, header;
	struct lines ahead;

	*zone = (struct zone){0};
	for (int i = 0; i < ZONE_FIGURES; i++)
		zone->pages[i] = ZONE_UNKNOWN;
	do {
		if (!lines_next(lines, &line))
			return false;
		header = line;
	} while (!take_header(&header, &zone->node, zone->name));
	/* Up to the next zone's header, which is not consumed. */
	for (ahead = *lines; lines_next(&ahead, &line); *lines = ahead) {
		if (line.length && *line.text == 'N')
			break;
		line = after_blanks(line);
		if (!take_protection(line, zone))
			take_figure(line, zone);
	}
	return true;
}

bool buddyinfo_next(struct lines *lines, struct buddy *buddy)
{
	struct line line;

	*buddy = (struct buddy){0};
	do {
		if (!lines_next(lines, &line))
			return false;
	} while (!take_header(&line, &buddy->node, buddy->name));
	while (buddy->orders < ORDERS_MAX &&
		take_number(&line, &buddy->blocks[buddy->orders]))
		buddy->orders++;
	return true;
}
