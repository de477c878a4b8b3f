/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strategies, one row each. */
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

/* A strategy as printed, with the loss at the peak and at the end. */
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
	{TEXT_ONLY, "peak", VALUE_TEXT, STRATEGY(within.peak), .width = 7},
	{TEXT_ONLY, "end", VALUE_TEXT, STRATEGY(within.end), .width = 7},
	{TEXT_ONLY, "peak", VALUE_TEXT, STRATEGY(between.peak), .width = 6},
	{TEXT_ONLY, "end", VALUE_TEXT, STRATEGY(between.end), .width = 7},
	{TEXT_ONLY, "blocks", VALUE_COUNT, STRATEGY(free_blocks), IF_REUSES,
		.width = 7},
	{"longest_search", "search", VALUE_COUNT, STRATEGY(longest), IF_REUSES,
		.width = 7},
	{"failures", "failed", VALUE_COUNT, STRATEGY(failures), .width = 6},
	{"moves", JSON_ONLY, VALUE_COUNT, STRATEGY(moves)},
	{"searches", JSON_ONLY, VALUE_COUNT, STRATEGY(searches), IF_REUSES},
	{"examined", JSON_ONLY, VALUE_COUNT, STRATEGY(examined), IF_REUSES},
};

/* The heap at one moment.  No free blocks if nothing is reused. */
struct state_row {
	struct heap_state state;
	uint64_t internal, external;
	bool reuses;
};

#define STATE(member) MEMBER(struct state_row, member)

static const struct field state_fields[] = {
	{"event", JSON_ONLY, VALUE_COUNT, STATE(state.event)},
	{"heap", JSON_ONLY, VALUE_BYTES, STATE(state.heap)},
	{"used", JSON_ONLY, VALUE_BYTES, STATE(state.used)},
	{"asked", JSON_ONLY, VALUE_BYTES, STATE(state.asked)},
	{"internal", JSON_ONLY, VALUE_BYTES, STATE(internal)},
	{"external", JSON_ONLY, VALUE_BYTES, STATE(external)},
	{"blocks", JSON_ONLY, VALUE_COUNT, STATE(state.blocks)},
	{"free_blocks", JSON_ONLY, VALUE_COUNT, STATE(state.free_blocks),
		IF_HAS(struct state_row, reuses)},
	{"largest_free", JSON_ONLY, VALUE_BYTES, STATE(state.largest_free),
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
	struct strategy_row strategy = {.name = fit->rows[row].name,
		.reuses = fit->rows[row].reuses,
		.heap = replay->end.heap,
		.free_blocks = replay->end.free_blocks,
		.growths = replay->growths,
		.failures = replay->failures,
		.moves = replay->moves,
		.searches = replay->searches,
		.examined = replay->examined,
		.longest = replay->longest};

	put_lost(&replay->peak, strategy.within.peak, strategy.between.peak,
		sizeof(strategy.within.peak));
	put_lost(&replay->end, strategy.within.end, strategy.between.end,
		sizeof(strategy.within.end));
	return strategy;
}

static void print_state(struct render *r, const char *key,
	const struct heap_state *state, bool reuses)
{
	struct state_row row = {*state, state->used - state->asked,
		state->heap - state->used, reuses};

	render_item(r, key, FIELDS(state_fields), &row);
}

static void print_row(struct render *r, const struct fit *fit, size_t row)
{
	const struct replay *replay = &fit->rows[row].replay;
	struct strategy_row strategy = row_of(fit, row);

	render_object(r, NULL);
	render_members(r, FIELDS(strategy_fields), &strategy);
	print_state(r, "peak", &replay->peak, strategy.reuses);
	print_state(r, "end", &replay->end, strategy.reuses);
	render_array(r, "samples");
	for (size_t i = 0; i < replay->samples_count; i++)
		print_state(r, NULL, &replay->samples[i], strategy.reuses);
	render_close(r);
	render_close(r);
	render_cells(r, 0, STYLE_PLAIN, FIELDS(strategy_fields), &strategy);
}

void fit_print_table(struct render *r, const struct fit *fit)
{
	render_line(r, 0);
	render_line(r, 0);
	render_whole(r, STYLE_LABEL,
		"                               lost within   lost between"
		"    free longest");
	render_headings(r, 0, FIELDS(strategy_fields));
	render_rows(r, "strategies");
	for (size_t i = 0; i < fit->count; i++)
		print_row(r, fit, i);
	render_close(r);
}
