/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/field.h"
#include "report/internal.h"
#include "report/own_mappings.h"
#include "words/advice.h"

static void print_fault_count(struct counters *line, const char *key,
	const char *label, int64_t count)
{
	bool said = count && !line->silent;

	if (said)
		counters_item(line);
	render_fact(line->r, key, said ? label : NULL, as_number(count));
}

static void print_faults(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;

	if (effect->minor < 0) {
		render_null(r, "faults");
		return;
	}
	render_object(r, "faults");
	print_fault_count(line, "minor", "page faults ", effect->minor);
	print_fault_count(line, "major", "major page faults ", effect->major);
	render_close(r);
}

/* "file_size": null if the step has no file, or its size is unknown. */
struct file_size {
	struct value before, after;
	int64_t delta;
	bool has_delta;
};

#define FILE_SIZE(member) MEMBER(struct file_size, member)

static const struct field file_size_fields[] = {
	{"before", "file size ", VALUE_NULL, FILE_SIZE(before)},
	{"after", " -> ", VALUE_NULL, FILE_SIZE(after)},
	{"delta", JSON_ONLY, VALUE_CHANGE, FILE_SIZE(delta),
		IF_HAS(struct file_size, has_delta)},
};

static void in_one_unit(struct value *a, struct value *b)
{
	unsigned first = unit_of(a->number), second = unit_of(b->number);
	unsigned unit = first < second ? first : second;

	*a = in_unit(*a, unit);
	*b = in_unit(*b, unit);
}

static void print_file_size(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;
	int64_t before = effect->file_before, after = effect->file_after;
	struct file_size size = {.delta = after - before,
		.has_delta = before >= 0 && after >= 0};

	if (before >= 0)
		size.before = as_bytes((uint64_t)before);
	if (after >= 0)
		size.after = as_bytes((uint64_t)after);
	in_one_unit(&size.before, &size.after);
	if (before < 0 && after < 0) {
		render_null(r, "file_size");
		return;
	}
	render_object(r, "file_size");
	if (size.has_delta && size.delta) {
		counters_item(line);
		render_phrase(r, STYLE_PLAIN, FIELDS(file_size_fields), &size);
	} else {
		render_members(r, FIELDS(file_size_fields), &size);
	}
	render_close(r);
}

/* In text at most so many rows, and their sum first if there are more. */
enum { ROWS_SHOWN = 12, ROWS_FEW = 4 };

static void text_omitted(struct render *r, size_t count)
{
	if (!count)
		return;
	render_line(r, INDENT);
	render_printf(r, STYLE_FAINT,
		"... and %zu mapping%s more (--json has all)", count,
		count == 1 ? "" : "s");
}

static void print_others(struct render *r, const struct effect *effect)
{
	render_array(r, "others");
	for (size_t i = 0; i < effect->other_count; i++)
		print_other(r, &effect->others[i]);
	render_close(r);
}

/* Text has the first of them, and memtool's own in one row; JSON has all. */
static void print_changes(
	struct render *r, const struct effect *effect, struct own_mappings *own)
{
	size_t shown = 0;

	render_array(r, "mappings");
	for (size_t i = 0; i < effect->count; i++) {
		const struct mapping_change *change = &effect->changes[i];
		bool worded =
			!own_mappings_has(own, change) && shown < ROWS_SHOWN;

		shown += worded;
		print_change(r, change, worded);
	}
	render_close(r);
	text_omitted(r, effect->count - shown - (size_t)own->count);
	own_mappings_print(r, own);
}

static const struct field mapped_fields[] = {
	{"mapped", JSON_ONLY, VALUE_COUNT, MEMBER(struct effect, mapped),
		.unless = UNLESS_NEGATIVE},
};

static void print_figures(struct render *r, const struct effect *effect)
{
	struct counters line = {.r = r};

	print_memory(&line, effect);
	print_faults(&line, effect);
	print_file_size(&line, effect);
}

/* Whether it acts on what no figure shows, or on later mappings. */
static bool acts_elsewhere(const struct call *call)
{
	if (call_has_flag(call, FLAG_LATER))
		return true;
	return command_find_role(call->command, ROLE_ADVICE) >= 0 &&
	       advice_of(arg(call, ROLE_ADVICE))->traits & ADVICE_ELSEWHERE;
}

/* Whether it failed, but not before it did a part of its work: see setuid. */
static bool acted_in_part(const struct record *record)
{
	const struct call_kind *kind = command_kind(record->call.command);

	return record->outcome.kind == OUTCOME_ERROR && record->has_returned &&
	       kind->acted_in_part &&
	       kind->acted_in_part(&record->call, &record->returned);
}

/*
 * What to say where nothing was seen; NULL: nothing, the result says it all.
 * Nothing is called without effect if what it does was not looked at.
 */
static const char *nothing(
	const struct record *record, const struct effect *effect)
{
	const struct call *call = &record->call;
	bool done = record->outcome.kind == OUTCOME_OK;
	bool elsewhere = acts_elsewhere(call);

	if ((done || acted_in_part(record)) &&
		command_has_trait(call->command, CALL_ACTS_ELSEWHERE))
		return NULL;
	if (!effect->measured)
		return "mappings unchanged";
	return done && elsewhere ? "mappings and memory unchanged"
				 : "no visible effect";
}

static void print_nothing(struct render *r, const struct record *record,
	const struct effect *effect)
{
	const char *words = nothing(record, effect);

	if (!words || !effect_is_nothing(effect))
		return;
	render_line(r, INDENT);
	render_printf(r, STYLE_FAINT, "%s", words);
}

void print_effect(struct render *r, const struct record *record,
	const struct snapshot *first, const struct effect *effect)
{
	struct own_mappings own;

	if (!effect->observed) {
		render_null(r, "effect");
		return;
	}
	render_object(r, "effect");
	own = own_mappings(effect, first);
	if (effect->count > ROWS_FEW) {
		print_figures(r, effect);
		print_changes(r, effect, &own);
	} else {
		print_changes(r, effect, &own);
		print_figures(r, effect);
	}
	render_members(r, FIELDS(mapped_fields), effect);
	print_others(r, effect);
	print_nothing(r, record, effect);
	render_close(r);
}

/* Nothing is left of what the steps did, but the page faults. */
static bool all_as_before(const struct effect *effect)
{
	struct effect left = *effect;

	left.minor = left.major = 0;
	return effect_is_nothing(&left);
}

void print_total(struct render *r, const struct effect *effect, bool worded)
{
	struct counters line = {.r = r, .begun = true, .total = true};

	if (!effect || !effect->observed) {
		render_null(r, "total");
		return;
	}
	if (worded) {
		render_line(r, 0);
		render_line(r, 0);
		render_printf(r, STYLE_LABEL, "total");
		if (all_as_before(effect))
			render_printf(r, STYLE_PLAIN,
				"   mappings and memory as before");
	}
	render_object(r, "total");
	render_array(r, "mappings");
	for (size_t i = 0; i < effect->count; i++)
		print_change(r, &effect->changes[i], false);
	render_close(r);
	line.silent = !worded;
	print_memory(&line, effect);
	print_faults(&line, effect);
	render_close(r);
}

/* Text prints the reason only if nothing else shows it, such as a death. */
void print_unseen(struct render *r, const struct record *record, bool observed)
{
	const char *reason = observed ? NULL : record->missing;
	bool unknown = reason && !record->before;

	if (unknown)
		render_line(r, INDENT);
	render_fact(r, "effect_reason", unknown ? "effect unknown: " : NULL,
		as_text(reason));
}
