/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/internal.h"

static void tell_fault_count(struct counters *line, const char *key,
	const char *label, int64_t count)
{
	if (count)
		counters_item(line);
	render_fact(line->r, key, count ? label : NULL, as_number(count));
}

static void tell_faults(struct counters *line, const struct effect *effect)
{
	struct render *r = line->r;

	if (effect->minor < 0) {
		render_null(r, "faults");
		return;
	}
	render_object(r, "faults");
	tell_fault_count(line, "minor", "page faults ", effect->minor);
	tell_fault_count(line, "major", "major page faults ", effect->major);
	render_close(r);
}

/* A person wants the first of them; a program gets all. */
static void tell_changes(struct render *r, const struct effect *effect)
{
	enum { SHOWN = 12 };

	render_array(r, "mappings");
	for (size_t i = 0; i < effect->count; i++)
		tell_change(r, &effect->changes[i], i < SHOWN);
	render_close(r);
	if (effect->count <= SHOWN)
		return;
	render_line(r, INDENT);
	render_say(r, STYLE_FAINT, "... and %zu mappings more (--json has all)",
		effect->count - SHOWN);
}

void tell_effect(struct render *r, const struct effect *effect)
{
	struct counters line = {.r = r};

	if (!effect->observed) {
		render_null(r, "effect");
		return;
	}
	render_object(r, "effect");
	tell_changes(r, effect);
	tell_memory(&line, effect);
	tell_faults(&line, effect);
	if (effect_is_nothing(effect)) {
		render_line(r, INDENT);
		render_say(r, STYLE_FAINT,
			effect->measured ? "no change" : "mappings unchanged");
	}
	render_close(r);
}

/* Text says so only where nothing else does: a death speaks for itself. */
void tell_unseen(struct render *r, const struct record *record, bool observed)
{
	const char *reason = observed ? NULL : record->unseen;
	bool told = reason && !record->before;

	if (told)
		render_line(r, INDENT);
	render_fact(r, "effect_reason", told ? "effect not known: " : NULL,
		as_text(reason));
}
