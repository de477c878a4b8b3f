/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/hearing.h"

#include <stdlib.h>
#include <string.h>

static bool is_text(struct value value)
{
	return value.kind == VALUE_TEXT || value.kind == VALUE_FOREIGN;
}

/* Text may be a number in hexadecimal, too. */
static bool integer_of(struct value value, struct integer *integer)
{
	switch (value.kind) {
	case VALUE_TEXT:
	case VALUE_FOREIGN:
		*integer = (struct integer){
			.magnitude = strtoull(value.text, NULL, 16)};
		return strncmp(value.text, "0x", 2) == 0;
	case VALUE_CHANGE:
	case VALUE_NUMBER:
	case VALUE_DURATION:
		*integer = integer_of_signed((int64_t)value.number);
		return true;
	default:
		*integer = (struct integer){.magnitude = value.number};
		return true;
	}
}

static bool meets(const struct comparison *comparison, struct value value)
{
	struct integer integer;

	if (!comparison->any_of[0].word)
		return integer_of(value, &integer) &&
		       comparison_meets_integer(comparison, integer);
	if (value.kind == VALUE_TRUTH)
		value = as_text(value.number ? "true" : "false");
	return is_text(value) && comparison_meets_word(comparison, value.text);
}

static void judge(struct heard *heard, struct value value, bool met)
{
	bool first = !heard->known && !heard->null;

	heard->known = true;
	if (first || (!met && !heard->failed)) {
		free((void *)(uintptr_t)heard->got.text);
		heard->got = value;
		/* Text lives no longer than the fact; a unit has no use. */
		heard->got.text = is_text(value) ? strdup(value.text) : NULL;
		if (is_text(value) && !heard->got.text)
			heard->got = as_null();
	}
	heard->failed |= !met;
}

static void hear_value(struct heard *heard, struct value value)
{
	if (value.kind == VALUE_NULL)
		heard->null = true;
	else
		judge(heard, value,
			meets(&heard->assertion->comparison, value));
}

static void add_word(struct heard *heard, const char *word)
{
	size_t used = strlen(heard->words);

	snprintf(heard->words + used, sizeof(heard->words) - used, "%s%s",
		used ? ", " : "", word);
}

/* Whether "none" is accepted, and there is none. */
static bool accepts_none(const struct heard *heard)
{
	const struct comparison *c = &heard->assertion->comparison;

	for (size_t i = 0; !heard->count && i < c->count; i++)
		if (strcmp(c->any_of[i].word, "none") == 0)
			return true;
	return false;
}

static void hear_word(struct heard *heard, struct value value)
{
	struct comparison any = heard->assertion->comparison;

	any.operation = IS_EQUAL;
	heard->count++;
	if (!is_text(value))
		return;
	heard->member |= comparison_meets_word(&any, value.text);
	add_word(heard, value.text);
}

static void judge_list(struct heard *heard)
{
	const struct comparison *c = &heard->assertion->comparison;
	bool among;

	if (heard->assertion->asserted != ASSERT_AMONG) {
		judge(heard, as_count(heard->count),
			comparison_meets_integer(c,
				(struct integer){.magnitude = heard->count}));
		return;
	}
	among = heard->member || accepts_none(heard);
	judge(heard, as_text(*heard->words ? heard->words : "none"),
		among == (c->operation == IS_EQUAL));
}

static bool is_at(const struct heard *heard, const char *path)
{
	return strcmp(heard->assertion->path, path) == 0;
}

static void on_open(void *context, const char *path, bool array)
{
	struct hearing *hearing = context;

	(void)array;
	for (size_t i = 0; i < hearing->count; i++) {
		struct heard *heard = &hearing->heard[i];

		if (heard->inside) {
			heard->count +=
				!heard->depth &&
				heard->assertion->asserted == ASSERT_COUNT;
			heard->depth++;
		} else if (heard->assertion->asserted != ASSERT_VALUE &&
			   is_at(heard, path)) {
			heard->inside = true;
			heard->member = false;
			heard->depth = 0;
			heard->count = 0;
			heard->words[0] = '\0';
		}
	}
}

static void on_close(void *context, const char *path)
{
	struct hearing *hearing = context;

	(void)path;
	for (size_t i = 0; i < hearing->count; i++) {
		struct heard *heard = &hearing->heard[i];

		if (!heard->inside)
			continue;
		if (heard->depth) {
			heard->depth--;
			continue;
		}
		heard->inside = false;
		judge_list(heard);
	}
}

static void hear_within(
	struct heard *heard, const char *path, struct value value)
{
	switch (heard->assertion->asserted) {
	case ASSERT_COUNT:
		heard->count += !heard->depth;
		return;
	case ASSERT_SUM:
		heard->count += value.number;
		return;
	default:
		if (strcmp(path, heard->assertion->member) == 0)
			hear_word(heard, value);
	}
}

static bool is_duration(const struct assertion *assertion)
{
	return strcmp(assertion->path, "result.duration_ns") == 0;
}

/* With --runs it is the median's; another run than the first has none. */
static void hear_duration(
	const struct hearing *hearing, struct heard *heard, struct value value)
{
	if (hearing->from == FROM_RUNS)
		value = as_duration(hearing->median_ns);
	if (hearing->from == FROM_NOWHERE)
		judge(heard, value, true);
	else
		hear_value(heard, value);
}

bool hearing_needs_runs(const struct assertions *asserts)
{
	for (size_t i = 0; i < asserts->count; i++)
		if (is_duration(&asserts->list[i]))
			return true;
	return false;
}

static void on_fact(void *context, const char *path, struct value value)
{
	struct hearing *hearing = context;

	for (size_t i = 0; i < hearing->count; i++) {
		struct heard *heard = &hearing->heard[i];

		if (heard->inside)
			hear_within(heard, path, value);
		else if (is_at(heard, path) && is_duration(heard->assertion))
			hear_duration(hearing, heard, value);
		else if (is_at(heard, path))
			hear_value(heard, value);
	}
}

struct assertions hearing_asserts(const struct record *record)
{
	return record->step ? record->step->asserts : (struct assertions){0};
}

struct render *hearing_begin(
	struct hearing *hearing, struct assertions asserts, struct render *r)
{
	*hearing = (struct hearing){.count = asserts.count};
	if (!asserts.count)
		return r;
	hearing->heard = calloc(asserts.count, sizeof(*hearing->heard));
	if (!hearing->heard)
		return r;
	for (size_t i = 0; i < asserts.count; i++)
		hearing->heard[i].assertion = &asserts.list[i];
	render_listen(&hearing->listening, r,
		(struct listener){on_open, on_close, on_fact, hearing});
	return &hearing->listening.render;
}

bool heard_met(const struct heard *heard)
{
	return heard->known && !heard->null && !heard->failed;
}

void hearing_free(struct hearing *hearing)
{
	for (size_t i = 0; hearing->heard && i < hearing->count; i++)
		free((void *)(uintptr_t)hearing->heard[i].got.text);
	free(hearing->heard);
	hearing->heard = NULL;
}
