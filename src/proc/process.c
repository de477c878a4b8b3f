/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"

/* include/linux/sched.h */
enum { FLAG_KERNEL_THREAD = 0x00200000 };

/* The last member of the line is exit_code, since Linux 3.5. */
static int last_number(const char *text, size_t length)
{
	const char *space = memrchr(text, ' ', length);
	char number[16];

	if (!space)
		return 0;
	snprintf(number, sizeof(number), "%.*s",
		(int)(length - (size_t)(space + 1 - text)), space + 1);
	return (int)strtol(number, NULL, 10);
}

/* "2 (kthreadd) S 0 0 0 0 -1 2129984 0 ..." */
bool process_of(const char *text, size_t length, struct process *process)
{
	const char *name = memchr(text, '(', length);
	const char *end = memrchr(text, ')', length);
	unsigned long long user = 0, system = 0;
	unsigned flags;
	size_t width;
	char rest[256];

	if (!name || !end || end < name)
		return false;
	/* A name may contain anything, even parentheses. */
	width = (size_t)(end - ++name);
	if (width >= sizeof(process->name))
		width = sizeof(process->name) - 1;
	memcpy(process->name, name, width);
	process->name[width] = '\0';
	snprintf(rest, sizeof(rest), "%.*s",
		(int)(length - (size_t)(end + 1 - text)), end + 1);
	if (sscanf(rest, " %c %d %*d %*d %*d %*d %u %*u %*u %*u %*u %llu %llu",
		    &process->state, &process->parent, &flags, &user,
		    &system) < 3)
		return false;
	process->cpu_ticks = user + system;
	process->kernel_thread = flags & FLAG_KERNEL_THREAD;
	process->wait_status = last_number(text, length);
	return true;
}

bool process_read(pid_t pid, struct process *process)
{
	size_t length;
	char *text = read_process_file(pid, "stat", &length);
	bool good = text && process_of(text, length, process);

	free(text);
	return good;
}

bool process_status(pid_t pid, const char *key, uint64_t *value)
{
	size_t length;
	char *text = read_process_file(pid, "status", &length);
	bool found = text && lines_find_number(text, length, key, value);

	free(text);
	return found;
}
