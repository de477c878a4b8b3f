/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/stat, proc_pid_stat(5), the members that memtool needs. */
#ifndef MEMTOOL_PROC_PROCESS_H
#define MEMTOOL_PROC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	char name[64]; /* the command's, without its path */
	char state;    /* 'R', 'S', 'Z'... */
	int parent;
	bool kernel_thread; /* it has no user memory */
	uint64_t cpu_ticks; /* used so far; see sysconf(_SC_CLK_TCK) */
	/*
	 * Of a zombie, as wait(2) returns it; 0 for those who may not trace it.
	 */
	int wait_status;
};

/* Parse the text of a stat file; false: it is not one. */
bool process_of(const char *text, size_t length, struct process *process);

/* The same for a process; false: it does not exist. */
bool process_read(pid_t pid, struct process *process);

/*
 * The number of KEY, "VmHWM", in a process's status, proc_pid_status(5), in
 * bytes if it is in kB; false: it is missing.
 */
bool process_status(pid_t pid, const char *key, uint64_t *value);

#endif
