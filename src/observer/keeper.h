/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process of its own that makes the kernel allocate something, and keeps it
 * until it is told to let go.  It waits for the end of a pipe whose other end
 * we have: however we end, it ends as well, and with it all that it made.
 */
#ifndef MEMTOOL_OBSERVER_KEEPER_H
#define MEMTOOL_OBSERVER_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct kept {
	uint64_t made;
	int error;        /* that ended it early; 0: none */
	const char *call; /* that failed: "socket(2)" */
};

struct keeping {
	uint64_t count; /* how many to make */
	uint64_t size;  /* of each, where that can be chosen */
	int gate;       /* at whose end whoever keeps something lets go */
};

/* What it does: it fills in *KEPT, and all dies with its process. */
typedef void (*keep_function)(const struct keeping *keeping, struct kept *kept);

/* A filter of SIZE bytes, a multiple of 8, on each of so many sockets. */
enum { KEEP_FILTER_MAX = 32768 };
void keep_filters(const struct keeping *keeping, struct kept *kept);
/* Pipes, each with room for so many pages that its array has SIZE bytes. */
void keep_pipes(const struct keeping *keeping, struct kept *kept);
/* Threads that sleep, each with a stack in the kernel. */
void keep_threads(const struct keeping *keeping, struct kept *kept);

struct keeper {
	pid_t pid;
	int gate;
	struct kept kept;
};

/* False: it could not be started; errno says why. */
bool keeper_begin(struct keeper *keeper, keep_function keep, uint64_t count,
	uint64_t size);

/* Let go of everything; returns when that process is gone. */
void keeper_end(struct keeper *keeper);

/* The slots of a pipe's array, by its size in bytes; 0: there is no such. */
uint64_t keep_pipe_slots(uint64_t size);

#endif
