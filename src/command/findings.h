/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a call finds out besides its value: each kind of call has its own
 * struct. The subject fills in one part, the observer the rest.
 */
#ifndef MEMTOOL_COMMAND_FINDINGS_H
#define MEMTOOL_COMMAND_FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

/* For brk and sbrk: the break; or BREAK_UNKNOWN. */
struct break_findings {
	uint64_t before, after;
};

/* For mincore; see mincore.h. */
struct residency_findings {
	uint64_t pages, resident;
	/* From the observer. */
	uint64_t trust; /* enum mincore_trust */
	bool has_cache; /* cachestat(2) worked; its figures follow, in pages */
	uint64_t cached, dirty, writeback, evicted, recently_evicted;
};

/* For alloca. */
struct stack_findings {
	uint64_t frames;  /* requested frames */
	uint64_t reached; /* frames that took their memory */
	/* The stack pointer in the first frame, and in the deepest. */
	uint64_t pointer_before, pointer_after;
	bool has_limit;
	uint64_t limit; /* the soft RLIMIT_STACK; UINT64_MAX: unlimited */
	/* From the observer. */
	/* [stack] in maps before and after; unknown if its end is 0. */
	uint64_t start_before, end_before, start_after, end_after;
	uint64_t part_end; /* of its lowest part, which grows */
	uint64_t below;    /* the end of the mapping below; 0: none */
	uint64_t gap;      /* bytes that must stay free between the two */
	bool of_thread;    /* it does not grow */
};

/* For usercopy: .done of the call's .total bytes were copied. */
struct copy_findings {
	bool begun; /* the step already made a call */
	uint64_t calls;
	uint64_t blocked; /* ns, total of repeated calls; or COPY_UNKNOWN */
	uint64_t failed;  /* enum copy_stage */
	/* With --fault-delay, from the observer: missing pages. */
	uint64_t faults, delayed;
};

/* For malloc's family. */
struct heap_findings {
	uint64_t usable;    /* malloc_usable_size(3) of the block, bytes */
	bool has_info;      /* mallinfo2(3) was called; its figures follow */
	uint64_t in_use;    /* uordblks and hblkhd */
	uint64_t free;      /* fordblks */
	uint64_t mapped;    /* hblkhd: in separate mappings */
	uint64_t trimmable; /* keepcost */
	/* From the observer, if .seen is set. */
	bool seen;
	uint64_t blocks;     /* number of blocks made, or freed */
	uint64_t all_usable; /* bytes of all blocks */
	uint64_t origin;     /* enum heap_origin */
	int64_t grown;       /* growth of the program break */
	int64_t mappings;    /* growth of all other mappings */
	uint64_t reused;     /* blocks in memory freed earlier */
	uint64_t misaligned; /* blocks not aligned as requested */
	uint64_t zero;       /* enum heap_zero, for calloc */
	/* For free of much memory: bytes, and how many are resident. */
	uint64_t freed;
	uint64_t kept;   /* in pages without a live block */
	uint64_t pinned; /* in pages with one */
};

enum { PAGE_SIZES_MAX = 16 };

/* For pagesize: the size from three sources, and all available sizes. */
struct size_findings {
	uint64_t getpagesize, sysconf;
	bool has_auxv; /* a fault may have come first */
	uint64_t auxv;
	uint64_t sizes[PAGE_SIZES_MAX]; /* ascending */
	uint32_t count;                 /* 0: not known */
};

/* For setrlimit; 2^64-1: unlimited. */
struct limit_findings {
	bool known;
	uint64_t soft_before, hard_before, soft_after, hard_after;
};

/* For prctl. */
struct option_findings {
	bool before_known, after_known;
	int64_t before, after;
};

/* For setuid: the call that failed, or the last. */
enum user_stage { USER_SETGROUPS, USER_SETGID, USER_SETUID, USER_STAGES };
struct user_findings {
	unsigned stage;
	unsigned uid_before, uid_after, gid_before, gid_after;
	const char *failed; /* for the report: its name */
};

/* For capset: the effective set. */
struct capability_findings {
	bool known;
	uint64_t before, after;
};

/* For unshare: made, but uid_map or gid_map could not be written. */
struct namespace_findings {
	bool not_mapped;
};

/* For thread. */
enum thread_stage { THREAD_STACK_SIZE, THREAD_GUARD_SIZE, THREAD_CREATE };
struct thread_findings {
	unsigned stage;                  /* the call that failed, or the last */
	uint64_t stack_size, guard_size; /* as pthread_create takes them */
	uint64_t stack_pointer;          /* where it started */
};

/* For cgroup, from the observer. */
struct group_findings {
	const char *group;  /* the folder of the first; NULL: none */
	const char *failed; /* what failed, at which file; NULL: nothing */
	const char *file;
};

union findings {
	struct thread_findings thread;
	struct group_findings group;
	struct break_findings program_break;
	struct residency_findings residency;
	struct stack_findings stack;
	struct copy_findings copy;
	struct heap_findings heap;
	struct size_findings size;
	struct limit_findings limit;
	struct user_findings user;
	struct namespace_findings namespace;
	struct capability_findings capabilities;
	struct option_findings option;
	uint64_t peeked_at;    /* the last one of several blocks */
	bool file_has_no_size; /* for memfd: ftruncate failed */
};

#endif
