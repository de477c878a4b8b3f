/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a call finds out beside its value: each kind of call has a struct of its
 * own.  The subject fills in a part, the observer the rest.
 */
#ifndef MEMTOOL_COMMANDS_FINDINGS_H
#define MEMTOOL_COMMANDS_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

/* Of brk and sbrk: the break; BREAK_UNKNOWN. */
struct break_findings {
	uint64_t before, after;
};

/* Of mincore; see mincore.h. */
struct residency_findings {
	uint64_t pages, resident;
	/* The observer's. */
	uint64_t trust; /* enum mincore_trust */
	bool has_cache; /* cachestat(2) was asked; its figures follow, pages */
	uint64_t cached, dirty, writeback, evicted, recently_evicted;
};

/* Of alloca. */
struct stack_findings {
	uint64_t frames;  /* that were asked for */
	uint64_t reached; /* those that took their memory */
	/* The stack pointer in the frame that began, and in the deepest. */
	uint64_t pointer_before, pointer_after;
	bool has_limit;
	uint64_t limit; /* the soft RLIMIT_STACK; UINT64_MAX: unlimited */
	/* The observer's. */
	/* [stack] in the maps before and after; where its end is 0 unknown. */
	uint64_t start_before, end_before, start_after, end_after;
	uint64_t part_end; /* of its lowest part, which would grow */
	uint64_t below; /* the end of the mapping below it; 0: there is none */
	uint64_t gap;   /* what must be free between the two, bytes */
};

/* Of usercopy: the call's .done of .total bytes are copied. */
struct copy_findings {
	bool begun; /* a call of the step was made before */
	uint64_t calls;
	uint64_t blocked; /* ns, in all of repeated calls; COPY_UNKNOWN */
	uint64_t failed;  /* enum copy_stage */
	/* With --fault-delay, from the observer: pages that were missing. */
	uint64_t faults, delayed;
};

/* Of malloc's family. */
struct heap_findings {
	uint64_t usable;    /* malloc_usable_size(3) of the block, bytes */
	bool has_info;      /* mallinfo2(3) was asked; its figures follow */
	uint64_t in_use;    /* uordblks and hblkhd */
	uint64_t free;      /* fordblks */
	uint64_t mapped;    /* hblkhd: in mappings of their own */
	uint64_t trimmable; /* keepcost */
	/* The observer's, where .seen is set. */
	bool seen;
	uint64_t blocks;     /* how many were made, or freed */
	uint64_t all_usable; /* of all blocks together, bytes */
	uint64_t origin;     /* enum heap_origin */
	int64_t grown;       /* by how much the program break moved */
	int64_t mappings;    /* by how much all other mappings grew */
	uint64_t reused;     /* blocks that lie in memory freed before */
	uint64_t misaligned; /* blocks that are not aligned as asked */
	uint64_t zero;       /* enum heap_zero, of calloc */
	/* Of free, where it was much: bytes, and what of them is resident. */
	uint64_t freed;
	uint64_t kept;   /* in pages without a live block */
	uint64_t pinned; /* in pages with one */
};

enum { PAGE_SIZES_MAX = 16 };

/* Of pagesize: what three sources say, and all sizes that can be had. */
struct size_findings {
	uint64_t getpagesize, sysconf;
	bool has_auxv; /* a fault may have come before it */
	uint64_t auxv;
	uint64_t sizes[PAGE_SIZES_MAX]; /* ascending */
	uint32_t count;                 /* 0: not known */
};

union findings {
	struct break_findings program_break;
	struct residency_findings residency;
	struct stack_findings stack;
	struct copy_findings copy;
	struct heap_findings heap;
	struct size_findings size;
	uint64_t peeked_at;    /* of several blocks the last one */
	bool file_has_no_size; /* of memfd: ftruncate failed */
};

#endif
