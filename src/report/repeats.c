/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step that made its call several times: how often, and what each took. */
#include <inttypes.h>

#include "render/field.h"
#include "report/internal.h"

/* A step may make a million: a list of them all would be no answer. */
enum { BLOCKS_LISTED = 10000 };

struct repeat {
	uint64_t calls, returned, omitted;
	int64_t least_ns, most_ns; /* negative: not measured */
	bool has_returned;
	/* For text: "10000 times", "on each of 5000 blocks", "failed after 7"
	 */
	uint64_t times, blocks; /* 0: not said */
	bool ended, failed;
};

#define REPEAT(member) MEMBER(struct repeat, member)

static const struct field count_fields[] = {
	{"calls", NULL, VALUE_COUNT, REPEAT(calls)},
	{"returned", NULL, VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, has_returned)},
	{"blocks_omitted", NULL, VALUE_COUNT, REPEAT(omitted)},
	{NULL, "   ", VALUE_COUNT, REPEAT(times), .unless = UNLESS_ZERO,
		.after = " times"},
};

/* The first that fails is the last. */
static const struct field ended_fields[] = {
	{NULL, "   ended after ", VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, ended)},
	{NULL, "   failed after ", VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, failed)},
};

static const struct field duration_fields[] = {
	{"least_ns", "   ", VALUE_DURATION, REPEAT(least_ns),
		.unless = UNLESS_NEGATIVE},
	{"most_ns", " to ", VALUE_DURATION, REPEAT(most_ns),
		.unless = UNLESS_NEGATIVE, .after = " each"},
};

/* "10000 times", "on each of 5000 blocks", "3 times on each of 7" */
static void say_blocks(struct render *r, const struct repeat *repeat)
{
	if (repeat->blocks)
		render_keep(r, STYLE_LABEL, "%son each of %" PRIu64 " block%s",
			repeat->times ? " " : "   ", repeat->blocks,
			repeat->blocks == 1 ? "" : "s");
}

static void tell_counts(struct render *r, const struct repeat *repeat)
{
	render_phrase(r, STYLE_LABEL, FIELDS(count_fields), repeat);
	say_blocks(r, repeat);
	render_phrase(r, STYLE_CHANGED, FIELDS(ended_fields), repeat);
	render_phrase(r, STYLE_FAINT, FIELDS(duration_fields), repeat);
}

static void tell_blocks(
	struct render *r, const struct record *record, size_t listed)
{
	if (command_kind(record->call.command)->makes != MADE_MEMORY) {
		render_null(r, "blocks");
		return;
	}
	render_rows(r, "blocks");
	for (size_t i = 0; i < listed; i++) {
		uint64_t start = record->blocks[i].start;

		render_fact(
			r, NULL, NULL, start ? as_address(start) : as_null());
	}
	render_close(r);
}

static struct repeat planned_repeat(const struct step *step, uint64_t blocks)
{
	return (struct repeat){.calls = step->calls,
		.least_ns = -1,
		.most_ns = -1,
		.times = step->times > 1 ? step->times : 0,
		.blocks = step->each ? blocks : 0};
}

static struct repeat repeat_of(const struct record *record, size_t listed)
{
	const struct returned *returned = &record->returned;
	struct repeat repeat =
		planned_repeat(record->step, record->call.blocks);
	bool ok = record->outcome.kind == OUTCOME_OK;

	repeat.calls = record->call.times;
	repeat.omitted = record->block_count - listed;
	if (!record->evaluated)
		repeat.times = repeat.blocks = 0;
	if (!record->has_returned)
		return repeat;
	repeat.has_returned = true;
	repeat.returned = returned->calls;
	repeat.least_ns = returned->least_ns;
	repeat.most_ns = returned->most_ns;
	repeat.ended = ok && returned->calls < repeat.calls;
	repeat.failed = !ok && returned->calls < repeat.calls;
	return repeat;
}

void tell_repeat(struct render *r, const struct record *record)
{
	size_t listed = record->block_count < BLOCKS_LISTED
				? record->block_count
				: BLOCKS_LISTED;
	struct repeat repeat;

	if (!record_repeats(record)) {
		render_null(r, "repeat");
		return;
	}
	repeat = repeat_of(record, listed);
	render_object(r, "repeat");
	tell_counts(r, &repeat);
	tell_blocks(r, record, listed);
	render_close(r);
}

void tell_planned_repeat(struct render *r, const struct step *step)
{
	struct repeat repeat;

	if (!step_repeats(step)) {
		render_null(r, "repeat");
		return;
	}
	repeat = planned_repeat(step, step->calls / step->times);
	render_object(r, "repeat");
	tell_counts(r, &repeat);
	render_null(r, "blocks");
	render_close(r);
}
