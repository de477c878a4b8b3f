/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How mappings are told, and what to type instead. */
#include <inttypes.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/resource.h>

#include "why/arguments/ranges.h"
#include "why/telling.h"

void mapping_label(const struct mapping *m, char *text, size_t size)
{
	if (m->path_length)
		snprintf(text, size, "%.*s", (int)m->path_length, m->path);
	else
		snprintf(text, size, "anonymous");
}

const char *path_as_typed(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789/._-+";
	size_t length = strlen(path);

	return length > 0 && length < 96 && *path != '-' &&
			       strspn(path, plain) == length
		       ? path
		       : "PATH";
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
	const struct step *step = q->record->step;
	const struct expression *e = step ? &step->args[n] : NULL;
	uint64_t value = q->call->args[n];

	if (e && e->source == SOURCE_MADE && !e->end && e->step == step->on)
		try_relative(
			q, c, param, (int64_t)(e->number + address - value));
	else
		cause_try(c, "--%s 0x%" PRIx64, param, address);
}

void cause_neighbours(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t value, uint64_t unit)
{
	uint64_t below = value - value % unit, above = below + unit;
	bool end = strcmp(param, "end") == 0;
	bool address = end || strstr(param, "addr");
	uint64_t from = end ? arg(q->call, ROLE_ADDR) : 0;

	cause_fact(c, param, end ? "it ends at " : NULL,
		address ? as_address(value) : as_bytes(value));
	cause_fact(c, "below", "nearest ",
		address ? as_address(below) : as_bytes(below));
	cause_fact(
		c, "above", "", address ? as_address(above) : as_bytes(above));
	if (address && !end) {
		cause_try_address(q, c, param, below);
		cause_try_address(q, c, param, above);
		return;
	}
	/* Nothing may be of no length, but begin at 0. */
	if (below > from || strcmp(param, "offset") == 0)
		cause_try_size(q, c, end ? "length" : param, below - from);
	cause_try_size(q, c, end ? "length" : param, above - from);
}

void cause_try_flags(struct cause *c, const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	for (char *at = text; (at = strchr(at, '|')); at++)
		*at = ',';
	cause_try(c, "--flags %s", text);
}

void cause_try_limit(struct cause *c, const struct inquiry *q, int resource,
	char option, uint64_t needed)
{
	struct rlimit is = {RLIM_INFINITY, RLIM_INFINITY};
	const char *who = "";

	prlimit(q->subject, resource, NULL, &is);
	/* A container's root may lack the right to raise a hard limit. */
	if (needed > is.rlim_max && !inquiry_capable(q, CAP_SYS_RESOURCE))
		who = "  # with CAP_SYS_RESOURCE: the hard limit is lower";
	cause_try(c, "ulimit -%c %" PRIu64 "%s", option,
		round_up(needed, 1024) / 1024, who);
}
