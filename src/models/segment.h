/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a selector and an offset to a linear address, with all checks of the
 * processor in its order: first loading the segment register (Intel SDM, Volume
 * 2, the operation of MOV and, for CS, of a far JMP), then the access (Volume
 * 3A, "Protection").
 */
#ifndef MEMTOOL_MODELS_SEGMENT_H
#define MEMTOOL_MODELS_SEGMENT_H

#include "models/exception.h"
#include "models/selector.h"
#include "words/translate.h"

struct segment_query {
	bool long_mode; /* the access is by 64-bit code, or fetches it */
	enum translate_segment segment;
	uint16_t selector;
	bool has_selector; /* else it is already in the register */
	uint64_t descriptor;
	bool has_descriptor;  /* required unless the selector is null */
	uint64_t table_limit; /* last byte of the table */
	bool has_table_limit; /* else its check is undecided */
	uint64_t base;        /* base of FS or GS, from its MSR */
	bool has_base;        /* else it is the descriptor's */
	uint64_t offset, size;
	enum access access;
	unsigned cpl;
	unsigned linear_bits; /* 48 or 57, in 64-bit mode */
};

enum check_result { CHECK_PASSED, CHECK_FAILED, CHECK_OPEN };

struct segment_check {
	const char *name; /* a stable slug */
	enum check_result result;
	const char *rule;    /* the checked rule */
	const char *section; /* its section of the manual */
};

enum { SEGMENT_CHECKS_MAX = 12 };

struct segment_result {
	struct segment_check checks[SEGMENT_CHECKS_MAX];
	unsigned count;
	struct exception exception; /* from the failed check, if any */
	bool flat; /* 64-bit rules: no limit, and a base only for FS and GS */
	uint64_t base;   /* the added base */
	uint64_t linear; /* valid without an exception */
};

void segment_translate(
	const struct segment_query *query, struct segment_result *result);

#endif
