/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A step that made its call several times: how often, and what each took. */
#include <inttypes.h>

#include "report/inside.h"

/* A step may make a million: a list of them all would be no answer. */
enum { BLOCKS_LISTED = 10000 };

static void tell_blocks(struct render *r, const struct record *record)
{
	size_t listed = record->block_count < BLOCKS_LISTED
				? record->block_count
				: BLOCKS_LISTED;

	render_fact(r, "blocks_omitted", NULL,
		as_count(record->block_count - listed));
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

void tell_repeat(struct render *r, const struct record *record)
{
	const struct returned *returned = &record->returned;
	bool known = record->has_returned;

	if (!record_repeats(record)) {
		render_null(r, "repeat");
		return;
	}
	render_object(r, "repeat");
	render_fact(r, "calls", NULL, as_count(record->call.times));
	render_fact(r, "returned", NULL,
		known ? as_count(returned->calls) : as_null());
	render_fact(r, "least_ns", NULL,
		as_duration(known ? returned->least_ns : -1));
	render_fact(r, "most_ns", NULL,
		as_duration(known ? returned->most_ns : -1));
	tell_blocks(r, record);
	render_close(r);
}

static void say_times(struct render *r, const struct step *step)
{
	if (step->times > 1)
		render_keep(
			r, STYLE_LABEL, "   %" PRIu64 " times", step->times);
}

static void say_blocks(
	struct render *r, const struct step *step, uint64_t blocks)
{
	if (step->each)
		render_keep(r, STYLE_LABEL, "%son each of %" PRIu64 " block%s",
			step->times > 1 ? " " : "   ", blocks,
			blocks == 1 ? "" : "s");
}

void tell_planned_repeat(struct render *r, const struct step *step)
{
	if (!step_repeats(step)) {
		render_null(r, "repeat");
		return;
	}
	say_times(r, step);
	say_blocks(r, step, step->calls / step->times);
	render_object(r, "repeat");
	render_fact(r, "calls", NULL, as_count(step->calls));
	render_null(r, "returned");
	render_null(r, "least_ns");
	render_null(r, "most_ns");
	render_fact(r, "blocks_omitted", NULL, as_count(0));
	render_null(r, "blocks");
	render_close(r);
}

/* The first that fails is the last. */
static void say_where_it_ended(struct render *r, const struct record *record)
{
	uint64_t calls = record->returned.calls;

	if (record->has_returned && calls < record->call.times)
		render_keep(r, STYLE_CHANGED, "   %s after %" PRIu64,
			record->outcome.kind == OUTCOME_OK ? "ended" : "failed",
			calls);
}

void say_repeat(struct render *r, const struct record *record)
{
	const struct returned *returned = &record->returned;
	char least[32], most[32];

	if (!record_repeats(record) || !record->evaluated)
		return;
	/* "10000 times", "on each of 5000 blocks", "3 times on each of 7" */
	say_times(r, record->step);
	say_blocks(r, record->step, record->call.blocks);
	say_where_it_ended(r, record);
	if (!record->has_returned || returned->least_ns < 0)
		return;
	format_duration(returned->least_ns, least, sizeof(least));
	format_duration(returned->most_ns, most, sizeof(most));
	render_keep(r, STYLE_FAINT, "   %s to %s each", least, most);
}
