/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strategies side by side: a row each. */
#include <inttypes.h>
#include <string.h>

#include "inspections/fit.h"

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

/* " 2 frees," */
static void say_number(
	struct render *r, uint64_t number, const char *what, const char *behind)
{
	render_keep(r, STYLE_PLAIN, " %" PRIu64 " %s%s%s", number, what,
		number == 1 ? "" : "s", behind);
}

/* "1000000 random events: 520000 allocations, ..." */
static void say_events(struct render *r, const struct fit *fit)
{
	const struct trace *trace = &fit->trace;
	char sizes[64];

	render_line(r, 0);
	if (fit->path) {
		render_words(r, "", as_foreign(fit->path));
		render_say(r, STYLE_PLAIN, ", %s:",
			fit->form == TRACE_MTRACE ? "of mtrace(3)"
						  : "plain text");
	} else {
		sizes_format(&fit->sizes, sizes, sizeof(sizes));
		render_say(r, STYLE_PLAIN,
			"random, seed %" PRIu64 ", %s:", fit->seed, sizes);
	}
	say_number(r, trace->count, "event", ":");
	say_number(r, trace->of[TRACE_ALLOCATE], "allocation", ",");
	say_number(r, trace->of[TRACE_RESIZE], "resize", ",");
	say_number(r, trace->of[TRACE_FREE], "free", "");
	if (fit->unknown)
		render_say(r, STYLE_PLAIN,
			"; left out: %" PRIu64
			" of blocks from before the trace",
			fit->unknown);
	if (fit->failed)
		render_say(r, STYLE_PLAIN,
			"; %" PRIu64 " failed when it was recorded",
			fit->failed);
}

static void say_asked(struct render *r, const struct trace *trace)
{
	char peak[32], end[32];

	format_about(trace->asked_peak, peak, sizeof(peak));
	format_about(trace->asked, end, sizeof(end));
	render_line(r, 0);
	render_say(r, STYLE_PLAIN,
		"asked for: at most %s at once; at the end %s in %" PRIu64
		" block%s",
		peak, end, trace->live, trace->live == 1 ? "" : "s");
}

static void say_head(struct render *r)
{
	char text[128];

	render_line(r, 0);
	render_line(r, 0);
	snprintf(text, sizeof(text), "%29s%13s%15s%8s%8s", "", "lost within",
		"lost between", "free", "longest");
	render_whole(r, STYLE_LABEL, text);
	render_line(r, 0);
	snprintf(text, sizeof(text), "%-8s%10s%8s%8s%8s%7s%8s%8s%8s%7s",
		"strategy", "heap", "growths", "peak", "end", "peak", "end",
		"blocks", "search", "failed");
	render_whole(r, STYLE_LABEL, text);
}

/* A number, or that there is none. */
static void put_number(bool known, uint64_t number, char *text, size_t size)
{
	if (known)
		snprintf(text, size, "%" PRIu64, number);
	else
		snprintf(text, size, "-");
}

static void say_row(struct render *r, const struct fit *fit, size_t row)
{
	const struct replay *replay = &fit->rows[row].replay;
	const struct heap_state *peak = &replay->peak, *end = &replay->end;
	bool reuses = fit->rows[row].reuses;
	char heap[24], within[2][32], between[2][32];
	char blocks[24], search[24];
	char text[256];

	format_about(end->heap, heap, sizeof(heap));
	fit_share(peak->used - peak->asked, peak->heap, within[0],
		sizeof(within[0]));
	fit_share(end->used - end->asked, end->heap, within[1],
		sizeof(within[1]));
	fit_share(peak->heap - peak->used, peak->heap, between[0],
		sizeof(between[0]));
	fit_share(end->heap - end->used, end->heap, between[1],
		sizeof(between[1]));
	put_number(reuses, end->free_blocks, blocks, sizeof(blocks));
	put_number(reuses, replay->longest, search, sizeof(search));
	render_line(r, 0);
	snprintf(text, sizeof(text),
		"%-8s%10s%8" PRIu64 "%8s%8s%7s%8s%8s%8s%7" PRIu64,
		fit->rows[row].name, heap, replay->growths, within[0],
		within[1], between[0], between[1], blocks, search,
		replay->failures);
	render_whole(r, STYLE_PLAIN, text);
}

void fit_say_table(struct render *r, const struct fit *fit)
{
	say_events(r, fit);
	say_asked(r, &fit->trace);
	say_head(r);
	for (size_t i = 0; i < fit->count; i++)
		say_row(r, fit, i);
}
