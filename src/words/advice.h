/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of an advice of madvise(2), besides its name: a row of advice.c
 * says all of it.  Causes ask the row, and list no advice of their own.
 */
#ifndef MEMTOOL_WORDS_ADVICE_H
#define MEMTOOL_WORDS_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

enum advice_trait {
	ADVICE_DROPS = 1,         /* pages go at once */
	ADVICE_WANTS_PAGES = 2,   /* it is about pages that the process has */
	ADVICE_SPARES_LOCKED = 4, /* EINVAL where memory is locked */
	ADVICE_FAULTS_IN = 8,     /* it may end as an access would */
	ADVICE_WRITES = 16,       /* and that access is a write */
	ADVICE_PUNCHES = 32,      /* it writes to the file */
	ADVICE_PRIVILEGED = 64,   /* it takes CAP_SYS_ADMIN */
};

/* Kinds of mappings, as bits. */
enum mapping_kinds {
	OF_FILE = 1,
	OF_SHARED = 2,
	OF_PRIVATE = 4,
	OF_ANONYMOUS = 8,
};

struct advice {
	unsigned traits;    /* of enum advice_trait */
	const char *option; /* of the kernel's build, "CONFIG_KSM"; or NULL */
	/*
	 * The flags of VmFlags that it sets or takes away, and what is so where
	 * it changes nothing.  NULL: it changes none, and so splits no mapping.
	 */
	const char *changes;
	bool sets;
	const char *already;
	/* The mappings that it is refused on, by kind or by VmFlags. */
	unsigned refuses;
	const char *refuses_flags;
	const char *refusal, *instead; /* a step; NULL: nothing helps */
};

/* A row that knows nothing: of a value that is not an advice. */
extern const struct advice advice_none;

const struct advice *advice_of(uint64_t value);

#endif
