/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How causes show mappings, and what to type instead. */
#include <inttypes.h>
#include <string.h>

#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/limits.h"

/* As much of LENGTH bytes as TEXT has room for, and whole characters of it. */
static void copy_marked(
	const char *from, size_t length, char *text, size_t size)
{
	static const char mark[] = "...";
	bool whole = length < size;
	size_t kept = whole ? length : size - sizeof(mark);

	while (!whole && kept && ((unsigned char)from[kept] & 0xc0) == 0x80)
		kept--;
	snprintf(text, size, "%.*s%s", (int)kept, from, whole ? "" : mark);
}

void mapping_label(const struct mapping *m, char *text, size_t size)
{
	if (m->path_length)
		copy_marked(m->path, m->path_length, text, size);
	else
		snprintf(text, size, "anonymous");
}

const char *path_shown(const char *path)
{
	static char text[PATH_SHOWN + 1];

	copy_marked(path, strlen(path), text, sizeof(text));
	return text;
}

void cause_mapping(struct cause *c, const struct mapping *m)
{
	char label[64], text[128];

	mapping_label(m, label, sizeof(label));
	snprintf(text, sizeof(text), "%" PRIx64 "-%" PRIx64 " %s %s", m->start,
		m->end, m->perms, label);
	cause_text(c, "mapping", "", text);
}

void cause_flags(struct cause *c, const char *key, const char *label,
	const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	cause_text(c, key, label, text);
}

/* "1p", "100" */
static void format_size(
	const struct diagnosis *d, uint64_t bytes, char *text, size_t size)
{
	bool pages = bytes && bytes % d->page == 0;

	snprintf(text, size, "%" PRIu64 "%s", pages ? bytes / d->page : bytes,
		pages ? "p" : "");
}

void cause_try_size(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t size)
{
	char text[32];

	format_size(d, size, text, sizeof(text));
	cause_try(c, "--%s %s", param, text);
}

/* "+1p", "+100": the distance from the region's start. */
static void try_relative(const struct diagnosis *d, struct cause *c,
	const char *param, int64_t offset)
{
	char text[32];

	format_size(d, (uint64_t)(offset < 0 ? -offset : offset), text,
		sizeof(text));
	cause_try(c, "--%s %c%s", param, offset < 0 ? '-' : '+', text);
}

void cause_try_address(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t address)
{
	int n = command_find_param(d->command, param);
	const struct step *step = d->record->step;
	const struct expression *e = step ? &step->args[n] : NULL;
	uint64_t value = d->call->args[n];

	if (e && e->source == SOURCE_MADE && !e->end && e->step == step->on)
		try_relative(
			d, c, param, (int64_t)(e->number + address - value));
	else
		cause_try(c, "--%s 0x%" PRIx64, param, address);
}

void cause_neighbours(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t value, uint64_t unit)
{
	uint64_t below = value - value % unit, above = below + unit;
	bool end = strcmp(param, "end") == 0;
	bool address = end || strstr(param, "addr");
	uint64_t from = end ? arg(d->call, ROLE_ADDR) : 0;

	cause_fact(c, param, end ? "it ends at " : NULL,
		address ? as_address(value) : as_bytes(value));
	cause_fact(c, "below", "nearest ",
		address ? as_address(below) : as_bytes(below));
	cause_fact(
		c, "above", "", address ? as_address(above) : as_bytes(above));
	if (address && !end) {
		cause_try_address(d, c, param, below);
		cause_try_address(d, c, param, above);
		return;
	}
	/* No length may be 0, but an offset may. */
	if (below > from || strcmp(param, "offset") == 0)
		cause_try_size(d, c, end ? "length" : param, below - from);
	cause_try_size(d, c, end ? "length" : param, above - from);
}

void cause_try_flags(struct cause *c, const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	for (char *at = text; (at = strchr(at, '|')); at++)
		*at = ',';
	cause_try(c, "--flags %s", text);
}

void cause_limit(struct cause *c, const struct diagnosis *d, int resource,
	const char *label, uint64_t limit)
{
	const struct set_limit *set = diagnosis_set_limit(d, resource);
	struct value value = {VALUE_LIMIT, limit, NULL};

	/* In the unit of the other figures. */
	if (limit_is_bytes(resource) && limit != RLIM_INFINITY)
		value = as_bytes(limit);
	cause_fact(c, "limit", label, value);
	cause_set_in(c, set ? set->step : 0);
}
