/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/fit/fit.h"

#include <errno.h>
#include <inttypes.h>

#include "observer/interrupt.h"
#include "render/field.h"
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

static bool set_bounds(
	struct fit *fit, const struct call *call, struct complaint *why)
{
	fit->bounds = (struct replay_bounds){HEAP_MOST, arg(call, ROLE_GROW)};
	if (arg(call, ROLE_LIMIT) && arg(call, ROLE_LIMIT) < HEAP_MOST)
		fit->bounds.limit = arg(call, ROLE_LIMIT);
	if (arg(call, ROLE_GROW) % HEAP_ALIGNMENT == 0)
		return true;
	return complain(why, NULL,
		"grow: %" PRIu64
		" is not a multiple of %d, the block alignment",
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

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct fit *fit = seen;

	(void)reason; /* errors are refusals */
	fit->trace.stopped = was_interrupted;
	return set_bounds(fit, call, look->refusal) &&
	       fit_get_trace(fit, call, look->refusal) &&
	       replay_all(fit, call, look->refusal);
}

/* Where the trace comes from; .seed and .sizes of a random one. */
struct origin {
	const char *form, *path;
	const char *is; /* the form of a trace that was read, in text */
	bool random;
	uint64_t seed;
	char sizes[64];
};

static const struct field origin_fields[] = {
	{"form", JSON_ONLY, VALUE_TEXT, MEMBER(struct origin, form)},
	{"path", "", VALUE_FOREIGN, MEMBER(struct origin, path)},
	{TEXT_ONLY, ", ", VALUE_TEXT, MEMBER(struct origin, is), .after = ":"},
	{"seed", "random, seed ", VALUE_COUNT, MEMBER(struct origin, seed),
		IF_HAS(struct origin, random)},
	{"sizes", ", ", VALUE_TEXT, MEMBER(struct origin, sizes),
		IF_HAS(struct origin, random), .after = ":"},
};

#define NUMBER(member) VALUE_COUNT, MEMBER(struct fit, member)

static const struct field trace_fields[] = {
	{"events", JSON_ONLY, NUMBER(trace.count)},
	{"allocations", JSON_ONLY, NUMBER(trace.of[TRACE_ALLOCATE])},
	{"frees", JSON_ONLY, NUMBER(trace.of[TRACE_FREE])},
	{"resizes", JSON_ONLY, NUMBER(trace.of[TRACE_RESIZE])},
	{"unknown", JSON_ONLY, NUMBER(unknown)},
	{"failed", JSON_ONLY, NUMBER(failed)},
	{"live", JSON_ONLY, NUMBER(trace.live)},
	{"live_peak", JSON_ONLY, NUMBER(trace.live_peak)},
	{"asked", JSON_ONLY, VALUE_BYTES, MEMBER(struct fit, trace.asked)},
	{"asked_peak", JSON_ONLY, VALUE_BYTES,
		MEMBER(struct fit, trace.asked_peak)},
};

/* " 2 frees," */
static void text_number(
	struct render *r, uint64_t number, const char *what, const char *behind)
{
	render_keep(r, STYLE_PLAIN, " %" PRIu64 " %s%s%s", number, what,
		number == 1 ? "" : "s", behind);
}

static void text_events(struct render *r, const struct fit *fit)
{
	const struct trace *trace = &fit->trace;

	text_number(r, trace->count, "event", ":");
	text_number(r, trace->of[TRACE_ALLOCATE], "allocation", ",");
	text_number(r, trace->of[TRACE_RESIZE], "resize", ",");
	text_number(r, trace->of[TRACE_FREE], "free", "");
	if (fit->unknown)
		render_printf(r, STYLE_PLAIN,
			"; left out: %" PRIu64
			" events of blocks from before the trace",
			fit->unknown);
	if (fit->failed)
		render_printf(r, STYLE_PLAIN,
			"; %" PRIu64 " failed when it was recorded",
			fit->failed);
}

static void text_asked(struct render *r, const struct trace *trace)
{
	char peak[32], end[32];

	format_about(trace->asked_peak, peak, sizeof(peak));
	format_about(trace->asked, end, sizeof(end));
	render_line(r, 0);
	render_printf(r, STYLE_PLAIN,
		"asked for: at most %s at once; at the end %s in %" PRIu64
		" block%s",
		peak, end, trace->live, trace->live == 1 ? "" : "s");
}

/* "random, seed 1, 16..256: 1000000 events: 520000 allocations, ..." */
static void print_trace(struct render *r, const struct fit *fit)
{
	static const char *const forms[] = {"random", "plain", "mtrace"};
	static const char *const are[] = {NULL, "plain text", "of mtrace(3)"};
	struct origin origin = {.form = forms[fit->form],
		.path = fit->path,
		.is = are[fit->form],
		.random = !fit->path,
		.seed = fit->seed};

	sizes_format(&fit->sizes, origin.sizes, sizeof(origin.sizes));
	render_object(r, "trace");
	render_line(r, 0);
	render_fields(r, FIELDS(origin_fields), &origin);
	render_members(r, FIELDS(trace_fields), fit);
	render_close(r);
	text_events(r, fit);
	text_asked(r, &fit->trace);
}

struct model {
	uint64_t header, alignment, least, grow;
	uint64_t limit; /* 0: none */
};

#define BYTES(member) VALUE_BYTES, MEMBER(struct model, member)

static const struct field model_fields[] = {
	{"header", JSON_ONLY, BYTES(header)},
	{"alignment", JSON_ONLY, BYTES(alignment)},
	{"least_block", JSON_ONLY, BYTES(least)},
	{"grow", JSON_ONLY, BYTES(grow)},
	{"limit", JSON_ONLY, BYTES(limit), .unless = UNLESS_ZERO},
};

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct fit *fit = seen;
	const struct replay_bounds *bounds = &fit->bounds;
	struct model model = {HEAP_HEADER, HEAP_ALIGNMENT, HEAP_LEAST,
		bounds->grow, bounds->limit < HEAP_MOST ? bounds->limit : 0};

	(void)look;
	print_trace(r, fit);
	render_item(r, "model", FIELDS(model_fields), &model);
	fit_print_table(r, fit);
	fit_say_lines(r, fit);
}

static void free_fit(void *seen)
{
	struct fit *fit = seen;

	trace_free(&fit->trace);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct fit),
	.look = look,
	.print = print,
	.free = free_fit,
};

const struct command command_fit = {
	.name = "fit",
	.summary = "replay a trace of allocations with several strategies",
	.describes =
		"Replays allocations, resizes and frees on a simulated heap, "
		"once per strategy, and shows the cost of each: how large the "
		"heap becomes, how often it must grow (a system call each), "
		"how much of it is lost within and between blocks, and how "
		"long the searches are. TRACE is what mtrace(3) writes, or "
		"plain text, one event per line: 'a ID SIZE', 'r ID SIZE', 'f "
		"ID', '#' before a comment; '-' is standard input. --random "
		"makes a trace, the same on every machine.",
	.manual = "memtool-fit(1)",
	.params = {&param_trace, &param_random, &param_seed, &param_sizes,
		&param_only_strategies, &param_limit_heap, &param_grow},
	.word = &param_trace,
	.inspection = &inspection,
};
