/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory of each kind a step added or freed. */
#include "record/performer.h"
#include "render/field.h"
#include "report/internal.h"

/* The label of each kind in text; NULL: printed in another way. */
static const char *const labels[MEMORY_KINDS] = {
	[MEMORY_SIZE] = "address space",
	[MEMORY_RESIDENT] = "resident",
	[MEMORY_ANONYMOUS] = "anonymous",
	[MEMORY_FILE] = "file",
	[MEMORY_SHMEM] = "shmem",
	[MEMORY_PRIVATE_DIRTY] = "dirty",
	[MEMORY_REFERENCED] = "referenced",
	[MEMORY_LOCKED] = "locked",
	[MEMORY_SWAPPED] = "swapped",
	[MEMORY_LAZILY_FREED] = "lazily freed",
	[MEMORY_HUGE_ANONYMOUS] = "in huge pages",
	[MEMORY_HUGE_FILE] = "in huge pages of files",
	[MEMORY_HUGETLB] = "hugetlb",
	[MEMORY_PAGE_TABLES] = "page tables",
};

/* The last three are for text: "resident", "+8 KiB", "anonymous". */
struct counter {
	uint64_t before, after;
	int64_t delta;
	struct value said;          /* the change, in the unit of the line */
	const char *label, *all_of; /* the kind that all of it is */
};

#define COUNTER(member) MEMBER(struct counter, member)

static const struct field counter_fields[] = {
	{"before", JSON_ONLY, VALUE_BYTES, COUNTER(before)},
	{"after", JSON_ONLY, VALUE_BYTES, COUNTER(after)},
	{TEXT_ONLY, "", VALUE_TEXT, COUNTER(label)},
	{"delta", JSON_ONLY, VALUE_CHANGE, COUNTER(delta)},
	{TEXT_ONLY, " ", VALUE_NULL, COUNTER(said)},
	{TEXT_ONLY, " ", VALUE_TEXT, COUNTER(all_of)},
};

void counters_item(struct counters *line)
{
	if (line->begun)
		render_printf(line->r, STYLE_PLAIN, "   ");
	else
		render_line(line->r, INDENT);
	line->begun = true;
}

/*
 * The one kind of all resident memory that was added or freed, or MEMORY_KINDS.
 * If the kinds are unknown, one of them may be only a part.
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

/*
 * Anonymous and shared memory is dirty by itself, and MADV_FREE cleans what it
 * frees lazily: text says what is not clear from that.
 */
static bool dirty_is_said(const struct effect *effect)
{
	int64_t dirtied = effect_dirtied(effect);

	return dirtied &&
	       dirtied != effect_delta(effect, MEMORY_ANONYMOUS) +
				  effect_delta(effect, MEMORY_SHMEM) &&
	       dirtied != -effect_delta(effect, MEMORY_LAZILY_FREED);
}

/* What came is referenced, and what went no longer is. */
static bool referenced_is_said(const struct effect *effect)
{
	return effect_delta(effect, MEMORY_REFERENCED) &&
	       !effect_delta(effect, MEMORY_RESIDENT) &&
	       !effect_delta(effect, MEMORY_LAZILY_FREED);
}

/* With several processes, it matters whose a page is. */
static bool is_of_several(const struct effect *effect, enum memory_kind kind)
{
	return effect->several &&
	       (kind == MEMORY_PRIVATE_DIRTY || kind == MEMORY_SHARED_DIRTY);
}

/*
 * Text has the counters that changed, but not the only kind of resident memory.
 */
static bool is_said(const struct counters *line, const struct effect *effect,
	enum memory_kind kind, enum memory_kind only)
{
	if (line->silent || (kind == MEMORY_SIZE && !line->total))
		return false;
	if (is_of_several(effect, kind))
		return effect_delta(effect, kind);
	if (kind == MEMORY_PRIVATE_DIRTY)
		return dirty_is_said(effect);
	if (kind == MEMORY_REFERENCED)
		return referenced_is_said(effect);
	return labels[kind] && kind != only && effect_delta(effect, kind);
}

static int64_t said_change(const struct effect *effect, enum memory_kind kind)
{
	return kind == MEMORY_PRIVATE_DIRTY && !is_of_several(effect, kind)
		       ? effect_dirtied(effect)
		       : effect_delta(effect, kind);
}

/* The unit in which all figures of the line are whole. */
static unsigned common_unit(const struct counters *line,
	const struct effect *effect, enum memory_kind only)
{
	unsigned unit = UNIT_LARGEST;

	for (int i = 0; i < MEMORY_KINDS; i++) {
		int64_t change = said_change(effect, (enum memory_kind)i);
		unsigned own =
			unit_of((uint64_t)(change < 0 ? -change : change));

		if (is_said(line, effect, (enum memory_kind)i, only) &&
			own < unit)
			unit = own;
	}
	return unit;
}

static const char *shared_label(enum memory_kind kind)
{
	switch (kind) {
	case MEMORY_PRIVATE_DIRTY:
		return "private dirty";
	case MEMORY_SHARED_DIRTY:
		return "shared dirty";
	default:
		return labels[kind];
	}
}

/* A figure that is not known is null; in text it stands if WORDED. */
static void print_figure(struct counters *line, enum memory_kind kind,
	const struct counter *counter, bool known, bool worded)
{
	struct render *r = line->r;

	if (!known) {
		render_null(r, memory_name(kind));
		return;
	}
	render_object(r, memory_name(kind));
	if (worded) {
		counters_item(line);
		render_phrase(r, STYLE_PLAIN, FIELDS(counter_fields), counter);
	} else {
		render_members(r, FIELDS(counter_fields), counter);
	}
	render_close(r);
}

static void print_counter(struct counters *line, const struct effect *effect,
	enum memory_kind kind, enum memory_kind only)
{
	int64_t before = effect->before.of[kind],
		after = effect->after.of[kind];
	struct counter counter = {(uint64_t)before, (uint64_t)after,
		after - before,
		in_unit(as_change(said_change(effect, kind)), line->unit),
		.label = effect->several ? shared_label(kind) : labels[kind]};

	if (kind == MEMORY_RESIDENT && only != MEMORY_KINDS)
		counter.all_of = labels[only];
	print_figure(line, kind, &counter, before >= 0 && after >= 0,
		is_said(line, effect, kind, only));
}

void print_memory(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;
	enum memory_kind only = only_kind(effect);

	if (!effect->measured) {
		render_null(r, "memory");
		return;
	}
	line->unit = common_unit(line, effect, only);
	render_object(r, "memory");
	for (int i = 0; i < MEMORY_KINDS; i++)
		print_counter(line, effect, (enum memory_kind)i, only);
	render_close(r);
}

static void print_moved(struct counters *line, const struct other_effect *other,
	enum memory_kind kind)
{
	int64_t before = other->before.of[kind], after = other->after.of[kind];
	struct counter counter = {(uint64_t)before, (uint64_t)after,
		after - before, as_change(after - before),
		.label = shared_label(kind)};

	print_figure(line, kind, &counter, before >= 0 && after >= 0,
		after != before);
}

struct other_process {
	const char *name; /* NULL: it has none */
	int pid;
};

#define OTHER(member) MEMBER(struct other_process, member)

static const struct field other_fields[] = {
	{"name", "in ", VALUE_TEXT, OTHER(name), .after = ":"},
	{"pid", JSON_ONLY, VALUE_NUMBER, OTHER(pid)},
};

void print_other(struct render *r, const struct other_effect *other)
{
	const struct performer *performer = other->performer;
	struct counters line = {.r = r, .begun = true};
	struct other_process process = {
		.name = *performer->name ? performer->name : NULL,
		.pid = performer->pid};

	render_object(r, NULL);
	render_line(r, INDENT);
	render_phrase(r, STYLE_FAINT, FIELDS(other_fields), &process);
	if (!process.name)
		render_printf(r, STYLE_FAINT, "in process %d:", process.pid);
	for (int i = 0; i < SHARED_KINDS; i++)
		print_moved(&line, other, effect_shared[i]);
	render_close(r);
}
