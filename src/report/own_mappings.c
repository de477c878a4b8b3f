/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls on the whole address space, such as mlockall, change the flags of some
 * thirty mappings of memtool itself.  In text these are one row.
 */
#include <string.h>

#include "render/field.h"
#include "report/own_mappings.h"
#include "words/vmflags.h"

enum { WORTH_FOLDING = 3 };

static struct vmflags flags_of(const struct mapping *m)
{
	return (struct vmflags){m->flags, m->flags_length};
}

/* Append the flags that HAS has and LACKS lacks: "+lo". */
static void append_flags(char *text, size_t size, char sign,
	const struct mapping *has, const struct mapping *lacks)
{
	struct vmflags list = flags_of(has);
	char letters[3];

	while (vmflags_next(&list, letters)) {
		size_t used = strlen(text);

		if (vmflags_count(list, letters) >=
			vmflags_count(flags_of(lacks), letters))
			snprintf(text + used, size - used, "%c%s", sign,
				letters);
	}
}

/* Whether CHANGE is only of flags; then these, as a text. */
static bool flags_changed(
	const struct mapping_change *change, char *text, size_t size)
{
	*text = '\0';
	if (change->change != CHANGE_CHANGED || !change->before.flags ||
		!change->after.flags ||
		strcmp(change->before.perms, change->after.perms) != 0)
		return false;
	append_flags(text, size, '+', &change->after, &change->before);
	append_flags(text, size, '-', &change->before, &change->after);
	return *text != '\0';
}

/* Whether SWEEP, which only moves upward, has mappings from START to END. */
static bool covers(struct own_mappings *own, uint64_t start, uint64_t end)
{
	while (own->present && own->mapping.end <= start)
		own->present = maps_next(&own->sweep, &own->mapping);
	if (!own->present || own->mapping.start > start)
		return false;
	while (own->mapping.end < end) {
		uint64_t at = own->mapping.end;

		own->present = maps_next(&own->sweep, &own->mapping);
		if (!own->present || own->mapping.start != at)
			return false;
	}
	return true;
}

static void begin(struct own_mappings *own, const struct snapshot *first)
{
	const struct part *maps = &first->part[PART_MAPS];

	own->sweep = maps_of(maps->text, maps->length);
	own->present = maps_next(&own->sweep, &own->mapping);
}

/* Whether CHANGE is of memtool itself, and like the others. */
static bool is_like(
	struct own_mappings *own, const struct mapping_change *change)
{
	char flags[sizeof(own->flags)];

	return flags_changed(change, flags, sizeof(flags)) &&
	       covers(own, change->start, change->end) &&
	       (!*own->flags || strcmp(own->flags, flags) == 0);
}

struct own_mappings own_mappings(
	const struct effect *effect, const struct snapshot *first)
{
	struct own_mappings own = {0};

	if (!first || effect->count < WORTH_FOLDING)
		return own;
	begin(&own, first);
	for (size_t i = 0; i < effect->count; i++) {
		const struct mapping_change *change = &effect->changes[i];

		if (!is_like(&own, change))
			continue;
		if (!own.count++)
			flags_changed(change, own.flags, sizeof(own.flags));
		own.example = change;
		own.size += change->end - change->start;
	}
	if (own.count < WORTH_FOLDING)
		return (struct own_mappings){0};
	begin(&own, first);
	return own;
}

bool own_mappings_has(
	struct own_mappings *own, const struct mapping_change *change)
{
	return own->count && is_like(own, change);
}

static const struct field count_fields[] = {
	{TEXT_ONLY, "~ ", VALUE_COUNT, MEMBER(struct own_mappings, count),
		.noun = "mapping"},
};

static const struct field size_fields[] = {
	{TEXT_ONLY, "  ", VALUE_BYTES, MEMBER(struct own_mappings, size)},
};

void own_mappings_print(struct render *r, const struct own_mappings *own)
{
	if (!own->count)
		return;
	render_line(r, INDENT);
	render_phrase(r, STYLE_CHANGED, FIELDS(count_fields), own);
	render_printf(r, STYLE_CHANGED, " of memtool itself");
	print_flags(r, own->example);
	render_phrase(r, STYLE_PLAIN, FIELDS(size_fields), own);
}
