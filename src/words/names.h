/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names and values of one family: protections, mapping flags, advice...
 * One table parses what a user types, prints what a user reads, and is what
 * help, completion and the check of the manual read.
 */
#ifndef MEMTOOL_WORDS_NAMES_H
#define MEMTOOL_WORDS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"

struct advice; /* words/advice.h */

/*
 * A value has NAME where the bits in MASK are exactly VALUE.  A flag's mask is
 * its own bit; a member of a field (MAP_TYPE, a huge-page size) has the
 * field's mask; a member of a plain enumeration has all bits (NAMES_WHOLE).
 */
struct name {
	const char *name; /* without the family's prefix */
	uint64_t value;
	uint64_t mask;
	const char *since; /* the first Linux that knows it; NULL: before 4.0 */
	const char *help;
	const struct advice *advice; /* what else is known of one; or NULL */
};

#define NAMES_WHOLE UINT64_MAX

struct names {
	const char *prefix; /* "MAP_"; "" for words of memtool's own */
	const char *what;   /* "mapping flag": what one of them is called */
	const struct name *list;
	size_t count;
	/* A shorthand such as "rw"; returns whether TEXT was one. */
	bool (*shorthand)(const char *text, uint64_t *value);
};

/*
 * Read names and numbers joined by ',' or '|' into *VALUE.  Case and prefix
 * don't matter; a number stands for its bits.  Two names that claim one field
 * differently are refused, for they would silently become a third.
 * BASE holds what a leading '+' adds to; NULL where there is no default.
 */
bool names_parse(const struct names *names, const char *text, const char *base,
	uint64_t *value, struct complaint *why);

/*
 * Write VALUE as names_parse() reads it back: "MAP_PRIVATE|MAP_ANONYMOUS",
 * unknown bits in hex after the names.  Never more than SIZE bytes.
 */
void names_format(
	const struct names *names, uint64_t value, char *text, size_t size);

/* Whether it is a plain enumeration: one name at a time. */
bool names_is_choice(const struct names *names);

/* The newest "since" among the names in VALUE; NULL: all of them are old. */
const char *names_since(const struct names *names, uint64_t value);

/* Whether kernel version A ("6.11", "6.18.44-x") is older than B. */
bool version_older(const char *a, const char *b);

extern const struct names names_prot, names_map, names_advice, names_mlock,
	names_mlockall, names_msync, names_mremap, names_mseal, names_open,
	names_memfd, names_access, names_traits, names_mallopt,
	names_strategies, names_mode, names_reach, names_segment, names_control,
	names_gate, names_frame, names_via;

#endif
