/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/outcome.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words/errnos.h"
#include "words/number.h"
#include "words/signals.h"
#include "words/suggest.h"

#define ACCEPTED                                                               \
	"accepted are ok, fail, signal, timeout, an errno or signal name, "    \
	"and SIGNAL:CODE"

static bool unknown(const char *word, struct complaint *why)
{
	struct suggestion s = suggest_for(word);
	const char *name;

	suggest_offer(&s, "ok");
	suggest_offer(&s, "fail");
	suggest_offer(&s, "signal");
	suggest_offer(&s, "timeout");
	for (size_t i = 0; (name = errno_at(i)); i++)
		suggest_offer(&s, name);
	for (size_t i = 0; (name = signal_at(i)); i++)
		suggest_offer(&s, name);
	complain(why, word, "'%s' is not an outcome; " ACCEPTED, word);
	complain_suggest(why, s.best);
	return false;
}

static bool read_coded(
	char *word, char *colon, struct outcome *outcome, struct complaint *why)
{
	*colon = '\0';
	outcome->kind = OUTCOME_SIGNAL;
	outcome->number = signal_number(word);
	if (!outcome->number &&
		(strcasecmp(word, "ok") == 0 || strcasecmp(word, "fail") == 0 ||
			strcasecmp(word, "signal") == 0 ||
			strcasecmp(word, "timeout") == 0 || errno_number(word)))
		return complain(why, colon + 1,
			"'%s' cannot have a code: only a signal can, as in "
			"SIGSEGV:SEGV_ACCERR",
			word);
	if (!outcome->number)
		return unknown(word, why);
	outcome->coded = true;
	if (signal_code(outcome->number, colon + 1, &outcome->code))
		return true;
	return complain(why, colon + 1,
		"'%s' is not a code of %s; sigaction(2) lists them, for "
		"example SIGSEGV:SEGV_ACCERR",
		colon + 1, signal_name(outcome->number));
}

static bool read_name(
	char *word, struct outcome *outcome, struct complaint *why)
{
	char *colon = strchr(word, ':');

	*outcome = (struct outcome){0};
	if (colon)
		return read_coded(word, colon, outcome, why);
	if (strcasecmp(word, "ok") == 0)
		return true;
	outcome->kind = OUTCOME_TIMEOUT;
	if (strcasecmp(word, "timeout") == 0)
		return true;
	outcome->kind = OUTCOME_ERROR;
	if (strcasecmp(word, "fail") == 0)
		return true;
	outcome->number = errno_number(word);
	if (outcome->number)
		return true;
	outcome->kind = OUTCOME_SIGNAL;
	if (strcasecmp(word, "signal") == 0)
		return true;
	outcome->number = signal_number(word);
	return outcome->number ? true : unknown(word, why);
}

/* Parse the first LENGTH bytes of TEXT as one outcome. */
static bool read_word(const char *text, size_t length, struct outcome *outcome,
	struct complaint *why)
{
	char *word = strndup(text, length);
	bool good = word ? read_name(word, outcome, why)
			 : complain_system(why, "the outcome", ENOMEM);

	free(word);
	return good;
}

bool outcome_parse(
	const char *text, struct expectation *wanted, struct complaint *why)
{
	struct expectation read = {0};
	const char *at = text;

	for (;;) {
		size_t length = strcspn(at, ",");

		if (length == 0)
			return complain(why, text,
				"'%s': missing outcome; " ACCEPTED
				", joined by commas",
				text);
		if (read.count == EXPECTED_MAX)
			return complain(why, text,
				"'%s': more than %d outcomes; 'fail' means "
				"any errno, 'signal' any signal",
				text, EXPECTED_MAX);
		if (!read_word(at, length, &read.any_of[read.count++], why))
			return false;
		at += length;
		if (*at++ == '\0')
			break;
	}
	*wanted = read;
	return true;
}

bool outcome_parse_one(
	const char *text, struct outcome *outcome, struct complaint *why)
{
	struct outcome read;
	int64_t number;

	if (number_begins(text)) {
		if (!number_parse_int(text, &number, why))
			return false;
		if (!errno_name((int)number))
			return complain(why, text,
				"'%s' is not the number of an errno; "
				"errno(3) lists them",
				text);
		*outcome = (struct outcome){
			.kind = OUTCOME_ERROR, .number = (int)number};
		return true;
	}
	if (strchr(text, ',') || !*text)
		return complain(
			why, text, "'%s' is not one outcome; " ACCEPTED, text);
	if (!read_word(text, strlen(text), &read, why))
		return false;
	if (read.kind == OUTCOME_TIMEOUT)
		return complain(why, text,
			"'%s' is memtool's own, and has no causes; give the "
			"outcome of a call: ok, fail, signal, an errno or "
			"signal name",
			text);
	*outcome = read;
	return true;
}

bool outcome_overlaps(const struct outcome *a, const struct outcome *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->number && b->number && a->number != b->number)
		return false;
	return !a->coded || !b->coded || a->code == b->code;
}

/* Bits 0 to 31 are the code, 32 to 47 the number. */
uint64_t outcome_pack(const struct outcome *outcome)
{
	return (uint64_t)outcome->kind << 56 | (uint64_t)outcome->coded << 48 |
	       (uint64_t)(uint16_t)outcome->number << 32 |
	       (uint32_t)outcome->code;
}

struct outcome outcome_unpack(uint64_t packed)
{
	return (struct outcome){.kind = (enum outcome_kind)(packed >> 56),
		.number = (uint16_t)(packed >> 32),
		.code = (int)(uint32_t)packed,
		.coded = packed >> 48 & 1};
}

static bool matches(
	const struct outcome *happened, const struct outcome *wanted)
{
	if (happened->kind != wanted->kind)
		return false;
	if (wanted->number && wanted->number != happened->number)
		return false;
	return !wanted->coded ||
	       (happened->coded && happened->code == wanted->code);
}

bool outcome_meets(
	const struct outcome *happened, const struct expectation *wanted)
{
	if (wanted->count == 0)
		return happened->kind == OUTCOME_OK;
	for (size_t i = 0; i < wanted->count; i++)
		if (matches(happened, &wanted->any_of[i]))
			return true;
	return false;
}

void outcome_format(const struct outcome *outcome, char *text, size_t size)
{
	const char *name = NULL;
	const char *code = NULL;

	switch (outcome->kind) {
	case OUTCOME_OK:
		snprintf(text, size, "ok");
		return;
	case OUTCOME_SKIPPED:
		snprintf(text, size, "skipped");
		return;
	case OUTCOME_TIMEOUT:
		snprintf(text, size, "timeout");
		return;
	case OUTCOME_ERROR:
		name = errno_name(outcome->number);
		snprintf(text, size, "%s", name ? name : "fail");
		return;
	case OUTCOME_SIGNAL:
		name = signal_name(outcome->number);
		if (outcome->coded)
			code = signal_code_name(outcome->number, outcome->code);
		snprintf(text, size, "%s%s%s", name ? name : "signal",
			code ? ":" : "", code ? code : "");
		return;
	}
}
