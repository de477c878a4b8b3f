/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a step ended, and what was expected: "ok", "fail", "signal", "timeout",
 * "ENOMEM", "SIGSEGV", "SIGSEGV:SEGV_ACCERR", joined by commas.
 */
#ifndef MEMTOOL_WORDS_OUTCOME_H
#define MEMTOOL_WORDS_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"

enum outcome_kind {
	OUTCOME_OK,
	OUTCOME_ERROR,
	OUTCOME_SIGNAL,
	OUTCOME_SKIPPED,
	OUTCOME_TIMEOUT, /* --timeout ended its process */
};

struct outcome {
	enum outcome_kind kind;
	int number; /* errno or signal; 0: any, or unknown */
	int code;   /* the signal's si_code, if coded */
	bool coded;
};

enum { EXPECTED_MAX = 16 };

struct expectation {
	struct outcome any_of[EXPECTED_MAX];
	size_t count; /* 0: nothing given, so ok is expected */
};

/* Parse TEXT, the value of --expect. */
bool outcome_parse(
	const char *text, struct expectation *wanted, struct complaint *why);

/* Whether the outcome is one of the expected ones. */
bool outcome_meets(
	const struct outcome *happened, const struct expectation *wanted);

/* Parse a single one; an errno may also be a number. */
bool outcome_parse_one(
	const char *text, struct outcome *outcome, struct complaint *why);

/* Whether the two may be the same: an unspecified part matches any. */
bool outcome_overlaps(const struct outcome *a, const struct outcome *b);

/* Convert an outcome to a plain number, and back; 0 is ok. */
uint64_t outcome_pack(const struct outcome *outcome);
struct outcome outcome_unpack(uint64_t packed);

/* Write "ok", "ENOMEM", "SIGSEGV"... */
void outcome_format(const struct outcome *outcome, char *text, size_t size);

#endif
