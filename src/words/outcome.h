/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a step may end, and what somebody expected of it:
 * "ok", "fail", "signal", "ENOMEM", "SIGSEGV", "SIGSEGV:SEGV_ACCERR", joined
 * by commas.
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
	OUTCOME_SKIPPED
};

struct outcome {
	enum outcome_kind kind;
	int number; /* errno or signal; 0: any of them, or not known */
	int code;   /* the signal's si_code, if coded */
	bool coded;
};

enum { EXPECTED_MAX = 16 };

struct expectation {
	struct outcome any_of[EXPECTED_MAX];
	size_t count; /* 0: nothing was asked, so ok is wanted */
};

/* Read TEXT as it stands after --expect. */
bool outcome_parse(
	const char *text, struct expectation *wanted, struct complaint *why);

/* Whether what happened is among what was wanted. */
bool outcome_meets(
	const struct outcome *happened, const struct expectation *wanted);

/* Read a single one; the number of an errno is taken as well. */
bool outcome_parse_one(
	const char *text, struct outcome *outcome, struct complaint *why);

/* Whether the two may be the same: what one leaves open, the other may be. */
bool outcome_overlaps(const struct outcome *a, const struct outcome *b);

/* An outcome as a plain number, and back; 0 is ok. */
uint64_t outcome_pack(const struct outcome *outcome);
struct outcome outcome_unpack(uint64_t packed);

/* Write "ok", "ENOMEM", "SIGSEGV"... */
void outcome_format(const struct outcome *outcome, char *text, size_t size);

#endif
