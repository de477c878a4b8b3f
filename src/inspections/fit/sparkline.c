/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line per strategy: how full its heap is, over the trace. */
#include <stdlib.h>
#include <string.h>

#include "inspections/fit/fit.h"
#include "words/array.h"

/* Eighths; on an ASCII terminal, characters of increasing density. */
static const char *const bars[] = {"\u2581", "\u2582", "\u2583", "\u2584",
	"\u2585", "\u2586", "\u2587", "\u2588"};
static const char *const letters[] = {".", ":", "-", "=", "+", "*", "#", "@"};

/* The variables that setlocale(3) reads. */
static bool knows_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strcasestr(value, "utf-8") ||
			       strcasestr(value, "utf8");
	}
	return false;
}

static void text_line(struct render *r, const char *name,
	const struct replay *replay, const char *const *marks)
{
	char text[16 + SAMPLES_MAX * 4 + 16], share[32];
	size_t used;

	used = (size_t)snprintf(text, sizeof(text), "%-9s", name);
	for (size_t i = 0; i < replay->samples_count; i++) {
		const struct heap_state *state = &replay->samples[i];
		uint64_t eighth =
			state->heap ? state->used * 8 / state->heap : 0;

		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s",
			marks[eighth < 8 ? eighth : 7]);
	}
	fit_share(replay->end.used, replay->end.heap, share, sizeof(share));
	snprintf(text + used, sizeof(text) - used, "  %6s", share);
	render_line(r, 0);
	render_whole(r, STYLE_PLAIN, text);
}

void fit_say_lines(struct render *r, const struct fit *fit)
{
	const char *const *marks = knows_utf8() ? bars : letters;

	render_line(r, 0);
	render_line(r, 0);
	render_printf(r, STYLE_LABEL,
		"share of the heap in use, over the trace, from 0 to 100%% (%s "
		"to "
		"%s)",
		marks[0], marks[7]);
	for (size_t i = 0; i < fit->count; i++)
		text_line(r, fit->rows[i].name, &fit->rows[i].replay, marks);
}
