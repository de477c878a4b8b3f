/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line for each strategy: how full its heap is, over the trace. */
#include <stdlib.h>
#include <string.h>

#include "inspections/fit/fit.h"
#include "words/array.h"

/* Eighths; where the terminal knows no more than ASCII, by how dark it is. */
static const char *const bars[] = {"\u2581", "\u2582", "\u2583", "\u2584",
	"\u2585", "\u2586", "\u2587", "\u2588"};
static const char *const letters[] = {".", ":", "-", "=", "+", "*", "#", "@"};

/* As of setlocale(3), which reads these. */
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

static void say_line(struct render *r, const char *name,
	const struct replay *replay, const char *const *marks)
{
	char text[16 + SAMPLES_MAX * 4 + 16], share[32];
	size_t used;

	used = (size_t)snprintf(text, sizeof(text), "%-9s", name);
	for (size_t i = 0; i < replay->samples_count; i++) {
		const struct heap_state *s = &replay->samples[i];
		uint64_t eighth = s->heap ? s->used * 8 / s->heap : 0;

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
	render_say(r, STYLE_LABEL,
		"in use of the heap, over the trace, from 0 to 100%% (%s to "
		"%s)",
		marks[0], marks[7]);
	for (size_t i = 0; i < fit->count; i++)
		say_line(r, fit->rows[i].name, &fit->rows[i].replay, marks);
}
