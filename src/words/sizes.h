/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A distribution of random block sizes, as typed: "uniform:16..4096",
 * "powers:16..4k", "bimodal".
 */
#ifndef MEMTOOL_WORDS_SIZES_H
#define MEMTOOL_WORDS_SIZES_H

#include <stddef.h>

#include "words/number.h"

enum sizes_kind {
	SIZES_UNIFORM, /* all from least to most equally likely */
	SIZES_POWERS,  /* powers of two from least to most equally likely */
	SIZES_BIMODAL, /* many small and few large sizes */
};

/* The largest size: 1 GiB. */
#define SIZES_MOST ((uint64_t)1 << 30)

struct sizes {
	enum sizes_kind kind;
	uint64_t least, most; /* 1 to SIZES_MOST; 0: implied by the kind */
};

/* Their names, NULL after the last. */
extern const char *const sizes_words[];

bool sizes_parse(const char *word, const struct units *units,
	struct sizes *sizes, struct complaint *why);

/* In the form that sizes_parse() accepts. */
void sizes_format(const struct sizes *sizes, char *text, size_t size);

/* Convert it to one number, and back. */
uint64_t sizes_pack(const struct sizes *sizes);
struct sizes sizes_unpack(uint64_t packed);

#endif
