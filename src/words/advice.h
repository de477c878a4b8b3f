/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known about an advice of madvise(2), besides its name: all of it is
 * in a row of advice.c.  Causes use the row, and do not list advices
 * themselves.
 */
#ifndef MEMTOOL_WORDS_ADVICE_H
#define MEMTOOL_WORDS_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

enum advice_trait {
	ADVICE_DROPS = 1,         /* pages go at once */
	ADVICE_WANTS_PAGES = 2,   /* it works on pages that the process has */
	ADVICE_SPARES_LOCKED = 4, /* EINVAL if memory is locked */
	ADVICE_FAULTS_IN = 8,     /* it may fault as an access would */
	ADVICE_WRITES = 16,       /* and that access is a write */
	ADVICE_PUNCHES = 32,      /* it writes to the file */
	ADVICE_PRIVILEGED = 64,   /* it needs CAP_SYS_ADMIN */
	ADVICE_NEEDS_SWAP = 128,  /* for memory that is not of a file */
	ADVICE_LATER = 256,       /* the pages go when memory is short */
	ADVICE_READS = 512,       /* it reads pages in from a file or swap */
	ADVICE_KSM = 1024,        /* it waits for ksmd */
	/* It acts on files, frames or page tables, which no figure shows. */
	ADVICE_ELSEWHERE = 2048,
};

/* What it does depends on the files that are mapped. */
#define ADVICE_CONCERNS_FILES (ADVICE_DROPS | ADVICE_NEEDS_SWAP | ADVICE_READS)

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
	 * The flags of VmFlags that it sets or clears, and the message if that
	 * changes nothing.  NULL: it changes none, and so splits no mapping.
	 */
	const char *changes;
	bool sets;
	const char *already;
	/* The mappings that it refuses, by kind or by VmFlags. */
	unsigned refuses;
	const char *refuses_flags;
	const char *refusal, *instead; /* a step; NULL: nothing helps */
	const char *instead_shared;    /* for shared memory; NULL: the same */
};

/* An empty row, for a value that is not an advice. */
extern const struct advice advice_none;

const struct advice *advice_of(uint64_t value);

#endif
