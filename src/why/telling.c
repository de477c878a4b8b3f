/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How mappings are told, and what to type instead. */
#include <inttypes.h>
#include <string.h>

#include "why/ranges.h"

void mapping_label(const struct mapping *m, char *text, size_t size)
{
	if (m->path_length)
		snprintf(text, size, "%.*s", (int)m->path_length, m->path);
	else
		snprintf(text, size, "anonymous");
}

void cause_mapping(struct cause *c, const struct mapping *m)
{
	char label[64], text[128];

	mapping_label(m, label, sizeof(label));
	snprintf(text, sizeof(text), "%" PRIx64 "-%" PRIx64 " %s %s", m->start,
		m->end, m->perms, label);
	cause_text(c, "mapping", "", text);
}

/* "1p", "100" */
static void format_size(
	const struct inquiry *q, uint64_t bytes, char *text, size_t size)
{
	bool pages = bytes && bytes % q->page == 0;

	snprintf(text, size, "%" PRIu64 "%s", pages ? bytes / q->page : bytes,
		pages ? "p" : "");
}

void cause_try_size(const struct inquiry *q, struct cause *c, const char *param,
	uint64_t size)
{
	char text[32];

	format_size(q, size, text, sizeof(text));
	cause_try(c, "--%s %s", param, text);
}

/* "+1p", "+100": how far behind the region's start. */
static void try_relative(const struct inquiry *q, struct cause *c,
	const char *param, int64_t offset)
{
	char text[32];

	format_size(q, (uint64_t)(offset < 0 ? -offset : offset), text,
		sizeof(text));
	cause_try(c, "--%s %c%s", param, offset < 0 ? '-' : '+', text);
}

void cause_try_address(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t address)
{
	int n = command_find_param(q->command, param);
	const struct expression *e = &q->record->step->args[n];
	uint64_t value = call_get(q->call, q->command->params[n]);

	if (e->source == SOURCE_REGION && !e->end &&
		e->step == q->record->step->on)
		try_relative(
			q, c, param, (int64_t)(e->number + address - value));
	else
		cause_try(c, "--%s 0x%" PRIx64, param, address);
}

void cause_try_flags(struct cause *c, const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	for (char *at = text; (at = strchr(at, '|')); at++)
		*at = ',';
	cause_try(c, "--flags %s", text);
}
