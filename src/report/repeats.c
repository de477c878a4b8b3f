/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A step that made its call several times: how often, and how long each took.
 */
#include <inttypes.h>

#include "render/field.h"
#include "report/internal.h"

/* A step may make a million: a full list would help nobody. */
enum { BLOCKS_LISTED = 10000 };

struct repeat {
	uint64_t calls, returned, omitted;
	int64_t least_ns, most_ns; /* negative: not measured */
	int64_t median_ns, p90_ns;
	bool has_returned;
	/* For text: "10000 times", "on each of 5000 blocks", "failed after 7"
	 */
	uint64_t times, blocks; /* 0: omitted */
	bool ended, failed;
};

#define REPEAT(member) MEMBER(struct repeat, member)

static const struct field count_fields[] = {
	{"calls", JSON_ONLY, VALUE_COUNT, REPEAT(calls)},
	{"returned", JSON_ONLY, VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, has_returned)},
	{"blocks_omitted", JSON_ONLY, VALUE_COUNT, REPEAT(omitted)},
	{TEXT_ONLY, "   ", VALUE_COUNT, REPEAT(times), .unless = UNLESS_ZERO,
		.after = " times"},
};

/* The first call that fails is the last. */
static const struct field ended_fields[] = {
	{TEXT_ONLY, "   ended after ", VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, ended)},
	{TEXT_ONLY, "   failed after ", VALUE_COUNT, REPEAT(returned),
		IF_HAS(struct repeat, failed)},
};

static const struct field duration_fields[] = {
	{"least_ns", "   ", VALUE_DURATION, REPEAT(least_ns),
		.unless = UNLESS_NEGATIVE},
	{"most_ns", " to ", VALUE_DURATION, REPEAT(most_ns),
		.unless = UNLESS_NEGATIVE, .after = " each"},
	{"median_ns", ", median ", VALUE_DURATION, REPEAT(median_ns),
		.unless = UNLESS_NEGATIVE},
	{"p90_ns", ", p90 ", VALUE_DURATION, REPEAT(p90_ns),
		.unless = UNLESS_NEGATIVE},
};

/* "10000 times", "on each of 5000 blocks", "3 times on each of 7" */
static void text_blocks(struct render *r, const struct repeat *repeat)
{
	if (repeat->blocks)
		render_keep(r, STYLE_LABEL, "%son each of %" PRIu64 " block%s",
			repeat->times ? " " : "   ", repeat->blocks,
			repeat->blocks == 1 ? "" : "s");
}

static void print_counts(struct render *r, const struct repeat *repeat)
{
	render_phrase(r, STYLE_LABEL, FIELDS(count_fields), repeat);
	text_blocks(r, repeat);
	render_phrase(r, STYLE_CHANGED, FIELDS(ended_fields), repeat);
	render_phrase(r, STYLE_FAINT, FIELDS(duration_fields), repeat);
}

static void print_blocks(
	struct render *r, const struct record *record, size_t listed)
{
	if (!made_type(command_kind(record->call.command)->makes)->has_memory) {
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
		.median_ns = -1,
		.p90_ns = -1,
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
	repeat.median_ns = returned->median_ns;
	repeat.p90_ns = returned->p90_ns;
	repeat.ended = ok && returned->calls < repeat.calls;
	repeat.failed = !ok && returned->calls < repeat.calls;
	return repeat;
}

void print_repeat(struct render *r, const struct record *record)
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
	print_counts(r, &repeat);
	print_blocks(r, record, listed);
	render_close(r);
}

void print_planned_repeat(struct render *r, const struct step *step)
{
	struct repeat repeat;

	if (!step_repeats(step)) {
		render_null(r, "repeat");
		return;
	}
	repeat = planned_repeat(step, step->calls / step->times);
	render_object(r, "repeat");
	print_counts(r, &repeat);
	render_null(r, "blocks");
	render_close(r);
}
