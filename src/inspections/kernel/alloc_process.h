/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process that makes the kernel allocate something, and keeps it until told
 * to free it.  It waits for end-of-file on a pipe that we hold: however we end,
 * it ends too, and the kernel frees all that it made.
 */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_ALLOC_PROCESS_H
#define MEMTOOL_INSPECTIONS_KERNEL_ALLOC_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct allocated {
	uint64_t made;
	int error;        /* that stopped it early; 0: none */
	const char *call; /* the failed call: "socket(2)" */
};

struct alloc_order {
	uint64_t count; /* how many to make */
	uint64_t size;  /* of each, if it can be chosen */
	int gate;       /* free everything at its end-of-file */
};

/* Allocate, and fill in *ALLOCATED; everything is freed with the process. */
typedef void (*alloc_function)(
	const struct alloc_order *order, struct allocated *allocated);

/* A filter of SIZE bytes, a multiple of 8, on each of COUNT sockets. */
enum { ALLOC_FILTER_MAX = 32768 };
void alloc_filters(
	const struct alloc_order *order, struct allocated *allocated);
/* Pipes, each with as many pages as make its array SIZE bytes. */
void alloc_pipes(const struct alloc_order *order, struct allocated *allocated);
/* Sleeping threads, each with a kernel stack. */
void alloc_threads(
	const struct alloc_order *order, struct allocated *allocated);

struct alloc_process {
	pid_t pid;
	int gate;
	struct allocated allocated;
};

/* False: it could not be started; errno is set. */
bool alloc_process_begin(struct alloc_process *process, alloc_function allocate,
	uint64_t count, uint64_t size);

/* Free everything; returns when the process is gone. */
void alloc_process_end(struct alloc_process *process);

/* The slots of a pipe's array of this size in bytes; 0: not possible. */
uint64_t alloc_pipe_slots(uint64_t size);

#endif
