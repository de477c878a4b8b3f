/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers and sizes as typed: decimal or 0x, with the suffixes k m g t (also
 * KiB...: 1024^n), kB MB GB TB (1000^n), PiB, p (pages) and hp (default huge
 * pages).
 */
#ifndef MEMTOOL_WORDS_NUMBER_H
#define MEMTOOL_WORDS_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "words/complaint.h"

/* The sizes of a page and a huge page, in bytes. */
struct units {
	uint64_t page;
	/* Called only when "hp" is typed; 0: there are no huge pages. */
	uint64_t (*huge_page)(void);
};

/* Whether WORD looks like a number: a digit, perhaps after '-'. */
bool number_begins(const char *word);

/* A size or an address: 0 to 2^64-1, with suffixes.  Sets *VALUE on success. */
bool number_parse_size(const char *word, const struct units *units,
	uint64_t *value, struct complaint *why);

/* The same with a sign, -2^63 to 2^63-1: offsets, increments. */
bool number_parse_signed(const char *word, const struct units *units,
	int64_t *value, struct complaint *why);

/* A word of bits: -2^63 to 2^64-1, no suffixes. */
bool number_parse_bits(
	const char *word, uint64_t *value, struct complaint *why);

/* A C int: descriptors. */
bool number_parse_int(const char *word, int64_t *value, struct complaint *why);

/*
 * Seconds up to SECONDS_MOST with or without a fraction, "5" or "0.25", as
 * nanoseconds.
 */
enum { SECONDS_MOST = 999999999 };
bool number_parse_seconds(const char *word, int64_t *ns);

/* File permissions, in octal as for chmod(1). */
bool number_parse_mode(
	const char *word, uint64_t *value, struct complaint *why);

#endif
