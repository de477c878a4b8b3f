/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names and values of one family: protections, mapping flags, advice...
 * One table serves parsing, printing, help, completion and the check of the
 * manual.
 */
#ifndef MEMTOOL_WORDS_NAMES_H
#define MEMTOOL_WORDS_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"

struct advice; /* words/advice.h */

/*
 * The texts are arrays, not pointers, for the reason in render/field.h: a table
 * without pointers is not relocated when the program starts.
 *
 * A value has NAME if its bits in MASK are exactly VALUE.  A flag's mask is
 * its own bit; a member of a field (MAP_TYPE, a huge-page size) has the
 * field's mask; a member of a plain enumeration has all bits (NAMES_WHOLE).
 */
struct name {
	char name[32]; /* without the family's prefix */
	uint64_t value;
	uint64_t mask;
	char since[8]; /* the first Linux that knows it; "": before 4.0 */
	char help[64];
	/* More about an advice, or NULL; a table with these has pointers. */
	const struct advice *advice;
	/* More about a flag. */
	unsigned traits;   /* of enum flag_trait */
	uint64_t needs;    /* at least one of these flags */
	uint64_t excludes; /* none of these flags */
	char option[32];   /* of the kernel's build, "CONFIG_HUGETLBFS" */
};

enum flag_trait {
	FLAG_IGNORED = 1,         /* by current kernels */
	FLAG_IGNORED_WITHOUT = 2, /* ignored, not refused, without .needs */
	FLAG_FIXES = 4,           /* the address is exact, not a hint */
	FLAG_REPLACES = 8,        /* and existing mappings there go */
	FLAG_FAULTS_IN = 16,      /* the pages are faulted in at once */
	FLAG_VALIDATED = 32, /* any file accepts it with MAP_SHARED_VALIDATE */
	FLAG_LATER = 64,     /* it is for mappings made later */
};

#define NAMES_WHOLE UINT64_MAX

struct names {
	const char *prefix; /* "MAP_"; "" for memtool's own words */
	const char *what;   /* "mapping flag", for messages */
	const struct name *list;
	size_t count;
	/* Parse a shorthand such as "rw"; false: TEXT is not one. */
	bool (*shorthand)(const char *text, uint64_t *value);
};

/*
 * Read names and numbers joined by ',' or '|' into *VALUE.  Case and prefix
 * don't matter; a number stands for its bits.  Two names that claim one field
 * differently are refused, because they would silently become a third.
 * A leading '+' adds to BASE; NULL: there is no default.
 */
bool names_parse(const struct names *names, const char *text, const char *base,
	uint64_t *value, struct complaint *why);

/*
 * Write VALUE as names_parse() reads it back: "MAP_PRIVATE|MAP_ANONYMOUS",
 * unknown bits in hex after the names.  Never more than SIZE bytes.
 */
void names_format(
	const struct names *names, uint64_t value, char *text, size_t size);

/* Whether it is a plain enumeration, with one name at a time. */
bool names_is_choice(const struct names *names);

/* The newest "since" among the names in VALUE; NULL: all are old. */
const char *names_since(const struct names *names, uint64_t value);

/* Whether kernel version A ("6.11", "6.18.44-x") is older than B. */
bool version_older(const char *a, const char *b);

/* The bits of VALUE that are names with TRAIT. */
uint64_t names_with(
	const struct names *names, uint64_t value, enum flag_trait trait);

/* The next name after NAME (NULL: the first) that VALUE has; NULL: no more. */
const struct name *names_next(
	const struct names *names, const struct name *name, uint64_t value);

extern const struct names names_prot, names_map, names_advice, names_mlock,
	names_mlockall, names_msync, names_mremap, names_mseal, names_open,
	names_memfd, names_access, names_traits, names_mallopt,
	names_strategies, names_mode, names_reach, names_segment, names_control,
	names_gate, names_frame, names_via, names_resource, names_prctl,
	names_capability, names_unshare, names_traced;

#endif
