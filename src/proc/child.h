/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work that may crash, done in a child of memtool other than the subject.  The
 * child stores its results in shared memory, where they remain even if it dies.
 */
#ifndef MEMTOOL_PROC_CHILD_H
#define MEMTOOL_PROC_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Shared memory, zeroed; NULL: errno is set. */
void *child_share(size_t size);
void child_unshare(void *shared, size_t size);

/*
 * Do WORK in a child, and wait for its end; kill it after some seconds.
 * Returns 0 or the errno of fork(2); *STATUS is from waitpid(2), *PID is the
 * child.
 */
int child_run(
	void (*work)(void *shared), void *shared, pid_t *pid, int *status);

/* "was killed by SIGILL" */
void child_describe(int status, char *text, size_t size);

/* A signal that an instruction of the child raised. */
struct fault {
	int number; /* 0: none */
	int code;
	uint64_t address;
	uint64_t selector; /* CS of the code that raised it (x86-64) */
};

/*
 * In the child: do ACCESS, and catch its signal.  Returns whether there was
 * none.
 */
bool child_attempt(
	void (*access)(void *context), void *context, struct fault *fault);

#endif
