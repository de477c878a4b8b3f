/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/stat, proc_pid_stat(5), as far as it tells what a process is. */
#ifndef MEMTOOL_PROC_PROCESS_H
#define MEMTOOL_PROC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process {
	char name[64]; /* the command's, without its path */
	char state;    /* 'R', 'S', 'Z'... */
	int parent;
	bool kernel_thread; /* it has no memory of its own */
};

/* Read the text of a stat file; false: it is none. */
bool process_of(const char *text, size_t length, struct process *process);

/* The same of a process; false: there is none of this number. */
bool process_read(pid_t pid, struct process *process);

#endif
