/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --pid: all threads of a running process, and how they are let go. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/process.h"
#include "tracer/internal.h"
#include "tracer/space.h"

static bool refuse(struct tracer *t, int error)
{
	struct process process = {.name = "?"};
	struct reason reason = {0};
	char who[96];

	t->failed = true;
	if (error == ESRCH) {
		complain(t->why, NULL,
			"there is no process %d; the PID of a running process "
			"is accepted",
			(int)t->first);
		t->why->kind = COMPLAINT_SYSTEM;
		return false;
	}
	if (t->first == getpid()) {
		complain(t->why, NULL,
			"process %d is memtool itself; the PID of another "
			"process is accepted",
			(int)t->first);
		t->why->kind = COMPLAINT_SYSTEM;
		return false;
	}
	process_read(t->first, &process);
	snprintf(who, sizeof(who), "%s (%d)", process.name, (int)t->first);
	ptrace_explain_refusal(t->first, error, who, &reason);
	complain(t->why, NULL, "%s", reason.text);
	t->why->kind = COMPLAINT_SYSTEM;
	return false;
}

/* A thread that was made meanwhile may be traced already, by its maker. */
static bool seize(struct tracer *t, pid_t tid, bool *fresh)
{
	struct task *task;

	if (task_find(t, tid))
		return true;
	if (ptrace_control(PTRACE_SEIZE, tid, 0, (void *)tracer_options(t)) ==
		-1) {
		if (tid != t->first &&
			(errno == ESRCH || tracer_of(tid) == getpid()))
			return true;
		return refuse(t, errno);
	}
	task = task_add(t, tid, t->first);
	if (!task)
		return false;
	if (tid == t->first)
		space_of(task);
	else if (task_find(t, t->first))
		task->space = space_share(task_find(t, t->first)->space);
	ptrace_control(PTRACE_INTERRUPT, tid, 0, NULL);
	*fresh = true;
	return true;
}

static bool seize_all(struct tracer *t, bool *fresh)
{
	char path[64];
	struct dirent *entry;
	bool good = true;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)t->first);
	folder = opendir(path);
	if (!folder)
		return refuse(t, errno == ENOENT ? ESRCH : errno);
	while (good && (entry = readdir(folder)))
		if (*entry->d_name != '.')
			good = seize(t, (pid_t)atoi(entry->d_name), fresh);
	closedir(folder);
	return good;
}

bool attach(struct tracer *t)
{
	bool fresh = true, good = true;

	t->first = t->request->pid;
	t->every = true;
	t->begun = true;
	/* The first thread first: its refusal is the reason. */
	good = seize(t, t->first, &fresh);
	/* Threads make threads, until a look finds no new one. */
	while (good && fresh) {
		fresh = false;
		good = seize_all(t, &fresh);
	}
	return good;
}

void detach_begin(struct tracer *t)
{
	t->detaching = true;
	for (struct task *task = task_next(t, NULL); task;
		task = task_next(t, task))
		ptrace_control(PTRACE_INTERRUPT, task->tid, 0, NULL);
}
