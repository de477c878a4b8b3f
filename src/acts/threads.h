/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The threads of a subject, for the calls that make and end them.  One of them
 * acts at a time; the others sleep.
 */
#ifndef MEMTOOL_ACTS_THREADS_H
#define MEMTOOL_ACTS_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct act_thread {
	pthread_t handle;
	int32_t tid;
	uint64_t stack_pointer; /* where it started */
};

struct act_threads {
	/* Make one with this NUMBER; NULL: no room. */
	struct act_thread *(*add)(uint32_t number);
	/* For pthread_create(3), with what add() has returned. */
	void *(*start)(void *thread);
	/* Let it start, and wait until it is ready for steps. */
	void (*await)(struct act_thread *thread);
	/* Let it return STATUS; NULL: no such thread. */
	struct act_thread *(*dismiss)(uint32_t number, int status);
};

extern struct act_threads act_threads;

#endif
