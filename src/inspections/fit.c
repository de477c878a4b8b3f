/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/fit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "observer/interrupt.h"
#include "words/strategies.h"

static const struct policy *policy_of(uint64_t strategy)
{
	switch (strategy) {
	case STRATEGY_FIRST:
		return &policy_first;
	case STRATEGY_NEXT:
		return &policy_next;
	case STRATEGY_BEST:
		return &policy_best;
	case STRATEGY_BUDDY:
		return &policy_buddy;
	default:
		return &policy_none;
	}
}

static void free_fit(struct fit *fit)
{
	trace_free(&fit->trace);
	free(fit);
}

static bool set_bounds(
	struct fit *fit, const struct call *call, struct complaint *why)
{
	fit->bounds = (struct replay_bounds){HEAP_MOST, arg(call, ROLE_GROW)};
	if (arg(call, ROLE_LIMIT) && arg(call, ROLE_LIMIT) < HEAP_MOST)
		fit->bounds.limit = arg(call, ROLE_LIMIT);
	if (arg(call, ROLE_GROW) % HEAP_ALIGNMENT == 0)
		return true;
	return complain(why, NULL,
		"grow: %" PRIu64 " is no multiple of %d, and blocks are",
		arg(call, ROLE_GROW), HEAP_ALIGNMENT);
}

static bool replay_all(
	struct fit *fit, const struct call *call, struct complaint *why)
{
	const struct names *names = &names_strategies;

	for (size_t i = 0; i < names->count; i++) {
		const struct policy *policy = policy_of(names->list[i].value);
		size_t row = fit->count;

		if (arg(call, ROLE_ONLY) &&
			!(arg(call, ROLE_ONLY) & names->list[i].value))
			continue;
		fit->count++;
		fit->rows[row].name = names->list[i].name;
		fit->rows[row].reuses = policy->reuses;
		if (!replay_trace(&fit->trace, policy, &fit->bounds,
			    &fit->rows[row].replay))
			return complain_system(why, "the heap", ENOMEM);
	}
	return true;
}

static bool was_interrupted(void)
{
	return interrupt_pending() != 0;
}

static bool ready(struct look *look, struct complaint *why)
{
	const struct call *call = look->call;
	struct fit *fit = calloc(1, sizeof(*fit));

	if (!fit)
		return complain_system(why, "the trace", ENOMEM);
	look->ready = fit;
	fit->trace.stopped = was_interrupted;
	if (set_bounds(fit, call, why) && fit_get_trace(fit, call, why) &&
		replay_all(fit, call, why))
		return true;
	free_fit(fit);
	return false;
}

static void tell_trace(struct render *r, const struct fit *fit)
{
	static const char *const forms[] = {"random", "plain", "mtrace"};
	const struct trace *trace = &fit->trace;
	bool random = !fit->path;
	char sizes[64];

	sizes_format(&fit->sizes, sizes, sizeof(sizes));
	render_object(r, "trace");
	render_fact(r, "form", NULL, as_text(forms[fit->form]));
	render_fact(r, "path", NULL, as_foreign(fit->path));
	render_fact(r, "seed", NULL, random ? as_count(fit->seed) : as_null());
	render_fact(r, "sizes", NULL, random ? as_text(sizes) : as_null());
	render_fact(r, "events", NULL, as_count(trace->count));
	render_fact(
		r, "allocations", NULL, as_count(trace->of[TRACE_ALLOCATE]));
	render_fact(r, "frees", NULL, as_count(trace->of[TRACE_FREE]));
	render_fact(r, "resizes", NULL, as_count(trace->of[TRACE_RESIZE]));
	render_fact(r, "unknown", NULL, as_count(fit->unknown));
	render_fact(r, "failed", NULL, as_count(fit->failed));
	render_fact(r, "live", NULL, as_count(trace->live));
	render_fact(r, "live_peak", NULL, as_count(trace->live_peak));
	render_fact(r, "asked", NULL, as_bytes(trace->asked));
	render_fact(r, "asked_peak", NULL, as_bytes(trace->asked_peak));
	render_close(r);
}

/* Free blocks there are none where nothing is reused. */
static void tell_state(struct render *r, const char *key,
	const struct heap_state *state, bool reuses)
{
	render_object(r, key);
	render_fact(r, "event", NULL, as_count(state->event));
	render_fact(r, "heap", NULL, as_bytes(state->heap));
	render_fact(r, "used", NULL, as_bytes(state->used));
	render_fact(r, "asked", NULL, as_bytes(state->asked));
	render_fact(r, "internal", NULL, as_bytes(state->used - state->asked));
	render_fact(r, "external", NULL, as_bytes(state->heap - state->used));
	render_fact(r, "blocks", NULL, as_count(state->blocks));
	render_fact(r, "free_blocks", NULL,
		reuses ? as_count(state->free_blocks) : as_null());
	render_fact(r, "largest_free", NULL,
		reuses ? as_bytes(state->largest_free) : as_null());
	render_close(r);
}

static void tell_row(struct render *r, const struct fit *fit, size_t row)
{
	const struct replay *replay = &fit->rows[row].replay;
	bool reuses = fit->rows[row].reuses;

	render_object(r, NULL);
	render_fact(r, "strategy", NULL, as_text(fit->rows[row].name));
	render_fact(r, "peak_heap", NULL, as_bytes(replay->end.heap));
	render_fact(r, "growths", NULL, as_count(replay->growths));
	render_fact(r, "failures", NULL, as_count(replay->failures));
	render_fact(r, "moves", NULL, as_count(replay->moves));
	render_fact(r, "searches", NULL,
		reuses ? as_count(replay->searches) : as_null());
	render_fact(r, "examined", NULL,
		reuses ? as_count(replay->examined) : as_null());
	render_fact(r, "longest_search", NULL,
		reuses ? as_count(replay->longest) : as_null());
	tell_state(r, "peak", &replay->peak, reuses);
	tell_state(r, "end", &replay->end, reuses);
	render_array(r, "samples");
	for (size_t i = 0; i < replay->samples_count; i++)
		tell_state(r, NULL, &replay->samples[i], reuses);
	render_close(r);
	render_close(r);
}

static bool look(
	struct render *r, const struct look *look, struct failure *failure)
{
	struct fit *fit = look->ready;
	bool bound = fit->bounds.limit < HEAP_MOST;

	(void)failure;
	tell_trace(r, fit);
	render_object(r, "model");
	render_fact(r, "header", NULL, as_bytes(HEAP_HEADER));
	render_fact(r, "alignment", NULL, as_bytes(HEAP_ALIGNMENT));
	render_fact(r, "least_block", NULL, as_bytes(HEAP_LEAST));
	render_fact(r, "grow", NULL, as_bytes(fit->bounds.grow));
	render_fact(r, "limit", NULL,
		bound ? as_bytes(fit->bounds.limit) : as_null());
	render_close(r);
	render_rows(r, "strategies");
	for (size_t i = 0; i < fit->count; i++)
		tell_row(r, fit, i);
	render_close(r);
	fit_say_table(r, fit);
	fit_say_lines(r, fit);
	free_fit(fit);
	return true;
}

static const struct inspection inspection = {
	.alone = true,
	.ready = ready,
	.look = look,
};

const struct command command_fit = {
	.name = "fit",
	.summary = "replay a trace of allocations by several strategies",
	.describes =
		"It performs none of them: it replays allocations, resizes "
		"and frees over a simulated heap, once for each strategy, and "
		"tells what each costs: how large the heap becomes, how often "
		"it must grow (a system call each), how much of it is lost "
		"within blocks and between them, and how long the searches "
		"are. TRACE is what mtrace(3) writes, or plain text, a line "
		"an event: 'a ID SIZE', 'r ID SIZE', 'f ID', '#' before a "
		"comment; '-' is standard input. --random makes a trace, the "
		"same on every machine.",
	.manual = "memtool-fit(1)",
	.params = {&param_trace, &param_random, &param_seed, &param_sizes,
		&param_only_strategies, &param_limit_heap, &param_grow},
	.word = &param_trace,
	.inspection = &inspection,
};
