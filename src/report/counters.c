/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory of which kind a step took or gave back. */
#include "render/field.h"
#include "report/internal.h"

/* What stands before each kind in text; NULL: it is told in another way. */
static const char *const labels[MEMORY_KINDS] = {
	[MEMORY_RESIDENT] = "resident",
	[MEMORY_ANONYMOUS] = "anonymous",
	[MEMORY_FILE] = "file",
	[MEMORY_SHMEM] = "shmem",
	[MEMORY_LOCKED] = "locked",
	[MEMORY_SWAPPED] = "swapped",
	[MEMORY_LAZILY_FREED] = "lazily freed",
	[MEMORY_HUGE_ANONYMOUS] = "in huge pages",
	[MEMORY_HUGE_FILE] = "in huge pages of files",
	[MEMORY_HUGETLB] = "hugetlb",
	[MEMORY_PAGE_TABLES] = "page tables",
};

/* The last two are for text: "resident", "+8 KiB", "anonymous". */
struct counter {
	uint64_t before, after;
	int64_t delta;
	const char *label, *all_of; /* of which kind all of it is */
};

#define COUNTER(member) MEMBER(struct counter, member)

static const struct field counter_fields[] = {
	{"before", NULL, VALUE_BYTES, COUNTER(before)},
	{"after", NULL, VALUE_BYTES, COUNTER(after)},
	{NULL, "", VALUE_TEXT, COUNTER(label)},
	{"delta", " ", VALUE_CHANGE, COUNTER(delta)},
	{NULL, " ", VALUE_TEXT, COUNTER(all_of)},
};

void counters_item(struct counters *line)
{
	if (line->begun)
		render_say(line->r, STYLE_PLAIN, "   ");
	else
		render_line(line->r, INDENT);
	line->begun = true;
}

/*
 * The one kind that all of the resident memory is of that came or went, or
 * MEMORY_KINDS.  Where the kinds are not known, one of them may be only a part.
 */
static enum memory_kind only_kind(const struct effect *effect)
{
	int64_t resident = effect_delta(effect, MEMORY_RESIDENT);
	enum memory_kind only = MEMORY_KINDS;
	int kinds = 0;

	for (int i = MEMORY_ANONYMOUS; i <= MEMORY_SHMEM; i++)
		if (effect_delta(effect, (enum memory_kind)i)) {
			kinds++;
			only = (enum memory_kind)i;
		}
	return kinds == 1 && resident && effect_delta(effect, only) == resident
		       ? only
		       : MEMORY_KINDS;
}

/* Text has what changed, and of the resident memory's kinds not the only one.
 */
static bool is_said(const struct effect *effect, enum memory_kind kind,
	enum memory_kind only)
{
	return labels[kind] && kind != only && effect_delta(effect, kind);
}

static void tell_counter(struct counters *line, const struct effect *effect,
	enum memory_kind kind, enum memory_kind only)
{
	struct render *r = line->r;
	int64_t before = effect->before.of[kind],
		after = effect->after.of[kind];
	struct counter counter = {(uint64_t)before, (uint64_t)after,
		after - before, .label = labels[kind]};

	if (kind == MEMORY_RESIDENT && only != MEMORY_KINDS)
		counter.all_of = labels[only];
	if (before < 0 || after < 0) {
		render_null(r, memory_name(kind));
		return;
	}
	render_object(r, memory_name(kind));
	if (is_said(effect, kind, only)) {
		counters_item(line);
		render_phrase(r, STYLE_PLAIN, FIELDS(counter_fields), &counter);
	} else {
		render_members(r, FIELDS(counter_fields), &counter);
	}
	render_close(r);
}

void tell_memory(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;
	enum memory_kind only = only_kind(effect);

	if (!effect->measured) {
		render_null(r, "memory");
		return;
	}
	render_object(r, "memory");
	for (int i = 0; i < MEMORY_KINDS; i++)
		tell_counter(line, effect, (enum memory_kind)i, only);
	render_close(r);
}
