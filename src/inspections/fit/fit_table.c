/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strategies side by side: a row each. */
#include <inttypes.h>
#include <string.h>

#include "inspections/fit/fit.h"
#include "render/field.h"

void fit_share(uint64_t part, uint64_t whole, char *text, size_t size)
{
	uint64_t tenths;

	if (!whole) {
		snprintf(text, size, "-");
		return;
	}
	tenths = (part * 1000 + whole / 2) / whole;
	snprintf(text, size, "%" PRIu64 ".%" PRIu64 "%%", tenths / 10,
		tenths % 10);
}

/* A strategy as it is shown, and what is lost at the peak and at the end. */
struct strategy_row {
	const char *name;
	bool reuses;
	uint64_t heap, free_blocks, growths, failures, moves, searches,
		examined, longest;
	struct {
		char peak[24], end[24];
	} within, between;
};

#define STRATEGY(member) MEMBER(struct strategy_row, member)
#define IF_REUSES IF_HAS(struct strategy_row, reuses)

static const struct field strategy_fields[] = {
	{"strategy", "strategy", VALUE_TEXT, STRATEGY(name), .width = -8},
	{"peak_heap", "heap", VALUE_ABOUT, STRATEGY(heap), .width = 9},
	{"growths", "growths", VALUE_COUNT, STRATEGY(growths), .width = 7},
	{NULL, "peak", VALUE_TEXT, STRATEGY(within.peak), .width = 7},
	{NULL, "end", VALUE_TEXT, STRATEGY(within.end), .width = 7},
	{NULL, "peak", VALUE_TEXT, STRATEGY(between.peak), .width = 6},
	{NULL, "end", VALUE_TEXT, STRATEGY(between.end), .width = 7},
	{NULL, "blocks", VALUE_COUNT, STRATEGY(free_blocks), IF_REUSES,
		.width = 7},
	{"longest_search", "search", VALUE_COUNT, STRATEGY(longest), IF_REUSES,
		.width = 7},
	{"failures", "failed", VALUE_COUNT, STRATEGY(failures), .width = 6},
	{"moves", NULL, VALUE_COUNT, STRATEGY(moves)},
	{"searches", NULL, VALUE_COUNT, STRATEGY(searches), IF_REUSES},
	{"examined", NULL, VALUE_COUNT, STRATEGY(examined), IF_REUSES},
};

/* The heap at one moment.  No free blocks where nothing is reused. */
struct state_row {
	struct heap_state state;
	uint64_t internal, external;
	bool reuses;
};

#define STATE(member) MEMBER(struct state_row, member)

static const struct field state_fields[] = {
	{"event", NULL, VALUE_COUNT, STATE(state.event)},
	{"heap", NULL, VALUE_BYTES, STATE(state.heap)},
	{"used", NULL, VALUE_BYTES, STATE(state.used)},
	{"asked", NULL, VALUE_BYTES, STATE(state.asked)},
	{"internal", NULL, VALUE_BYTES, STATE(internal)},
	{"external", NULL, VALUE_BYTES, STATE(external)},
	{"blocks", NULL, VALUE_COUNT, STATE(state.blocks)},
	{"free_blocks", NULL, VALUE_COUNT, STATE(state.free_blocks),
		IF_HAS(struct state_row, reuses)},
	{"largest_free", NULL, VALUE_BYTES, STATE(state.largest_free),
		IF_HAS(struct state_row, reuses)},
};

static void put_lost(const struct heap_state *state, char *within,
	char *between, size_t size)
{
	fit_share(state->used - state->asked, state->heap, within, size);
	fit_share(state->heap - state->used, state->heap, between, size);
}

static struct strategy_row row_of(const struct fit *fit, size_t row)
{
	const struct replay *replay = &fit->rows[row].replay;
	struct strategy_row s = {.name = fit->rows[row].name,
		.reuses = fit->rows[row].reuses,
		.heap = replay->end.heap,
		.free_blocks = replay->end.free_blocks,
		.growths = replay->growths,
		.failures = replay->failures,
		.moves = replay->moves,
		.searches = replay->searches,
		.examined = replay->examined,
		.longest = replay->longest};

	put_lost(&replay->peak, s.within.peak, s.between.peak,
		sizeof(s.within.peak));
	put_lost(&replay->end, s.within.end, s.between.end,
		sizeof(s.within.end));
	return s;
}

static void tell_state(struct render *r, const char *key,
	const struct heap_state *state, bool reuses)
{
	struct state_row row = {*state, state->used - state->asked,
		state->heap - state->used, reuses};

	render_item(r, key, FIELDS(state_fields), &row);
}

static void tell_row(struct render *r, const struct fit *fit, size_t row)
{
	const struct replay *replay = &fit->rows[row].replay;
	struct strategy_row s = row_of(fit, row);

	render_object(r, NULL);
	render_members(r, FIELDS(strategy_fields), &s);
	tell_state(r, "peak", &replay->peak, s.reuses);
	tell_state(r, "end", &replay->end, s.reuses);
	render_array(r, "samples");
	for (size_t i = 0; i < replay->samples_count; i++)
		tell_state(r, NULL, &replay->samples[i], s.reuses);
	render_close(r);
	render_close(r);
	render_cells(r, 0, STYLE_PLAIN, FIELDS(strategy_fields), &s);
}

void fit_tell_table(struct render *r, const struct fit *fit)
{
	render_line(r, 0);
	render_line(r, 0);
	render_whole(r, STYLE_LABEL,
		"                               lost within   lost between"
		"    free longest");
	render_headings(r, 0, FIELDS(strategy_fields));
	render_rows(r, "strategies");
	for (size_t i = 0; i < fit->count; i++)
		tell_row(r, fit, i);
	render_close(r);
}
