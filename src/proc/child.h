/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work that may crash, done in a child of memtool that is not the subject.  The
 * child leaves its results in memory that both share, so that they are there
 * even if it dies.
 */
#ifndef MEMTOOL_PROC_CHILD_H
#define MEMTOOL_PROC_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Memory to share, zeroed; NULL: errno says why not. */
void *child_share(size_t size);
void child_unshare(void *shared, size_t size);

/*
 * Have WORK done, and wait for its end: seconds at most, then it is killed.
 * Returns 0 or the errno of fork(2); *STATUS is what waitpid(2) tells, and
 * *PID who it was.
 */
int child_run(
	void (*work)(void *shared), void *shared, pid_t *pid, int *status);

/* "was killed by SIGILL" */
void child_describe(int status, char *text, size_t size);

/* A signal that an instruction of the child raised. */
struct fault {
	int number; /* 0: it raised none */
	int code;
	uint64_t address;
	uint64_t selector; /* of the code that raised it (x86-64) */
};

/* In the child: do ACCESS, and catch what it raises.  Whether it did not. */
bool child_attempt(
	void (*access)(void *context), void *context, struct fault *fault);

#endif
