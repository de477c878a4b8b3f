/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory of which kind a step took or gave back. */
#include "render/field.h"
#include "report/inside.h"

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

struct counter {
	uint64_t before, after;
	int64_t delta;
};

static const struct field counter_fields[] = {
	{"before", NULL, VALUE_BYTES, MEMBER(struct counter, before)},
	{"after", NULL, VALUE_BYTES, MEMBER(struct counter, after)},
	{"delta", NULL, VALUE_CHANGE, MEMBER(struct counter, delta)},
};

static void tell_counter(
	struct render *r, const struct effect *effect, enum memory_kind kind)
{
	int64_t before = effect->before.of[kind],
		after = effect->after.of[kind];
	struct counter counter = {
		(uint64_t)before, (uint64_t)after, after - before};
	bool known = effect->measured && before >= 0 && after >= 0;

	render_item(r, memory_name(kind), FIELDS(counter_fields),
		known ? &counter : NULL);
}

void counters_item(struct counters *line)
{
	if (line->begun)
		render_say(line->r, STYLE_PLAIN, "   ");
	else
		render_line(line->r, INDENT);
	line->begun = true;
}

static void say_counter(
	struct counters *line, enum memory_kind kind, int64_t delta)
{
	char label[32];

	if (!delta)
		return;
	counters_item(line);
	snprintf(label, sizeof(label), "%s ", labels[kind]);
	render_words(line->r, label, as_change(delta));
}

/* "resident +8 KiB", and of what kind where that is not plain. */
static void say_resident(struct counters *line, const struct effect *effect)
{
	int64_t resident = effect_delta(effect, MEMORY_RESIDENT);
	int kinds = 0, only = MEMORY_ANONYMOUS;

	for (int i = MEMORY_ANONYMOUS; i <= MEMORY_SHMEM; i++)
		if (effect_delta(effect, (enum memory_kind)i)) {
			kinds++;
			only = i;
		}
	say_counter(line, MEMORY_RESIDENT, resident);
	/* Where the kinds are not known, one of them may be only a part. */
	if (kinds == 1 && resident &&
		effect_delta(effect, (enum memory_kind)only) == resident) {
		render_keep(line->r, STYLE_PLAIN, " %s", labels[only]);
		return;
	}
	for (int i = MEMORY_ANONYMOUS; i <= MEMORY_SHMEM; i++)
		say_counter(line, (enum memory_kind)i,
			effect_delta(effect, (enum memory_kind)i));
}

void tell_memory(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;

	if (!effect->measured) {
		render_null(r, "memory");
		return;
	}
	render_object(r, "memory");
	for (int i = 0; i < MEMORY_KINDS; i++)
		tell_counter(r, effect, (enum memory_kind)i);
	render_close(r);
	say_resident(line, effect);
	for (int i = MEMORY_LOCKED; i < MEMORY_KINDS; i++)
		say_counter(line, (enum memory_kind)i,
			effect_delta(effect, (enum memory_kind)i));
}
