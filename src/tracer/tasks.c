/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The traced threads, by number. */
#include <errno.h>
#include <stdlib.h>

#include "tracer/internal.h"
#include "tracer/sight.h"
#include "tracer/space.h"

static size_t row_of(pid_t tid)
{
	return (size_t)tid % TASK_ROWS;
}

struct task *task_find(const struct tracer *t, pid_t tid)
{
	struct task *task = t->rows[row_of(tid)];

	while (task && task->tid != tid)
		task = task->next;
	return task;
}

struct task *task_add(struct tracer *t, pid_t tid, pid_t pid)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task) {
		tracer_fail(t, "the table of threads", ENOMEM);
		return NULL;
	}
	task->tid = tid;
	task->pid = pid;
	task->every = t->every;
	task->next = t->rows[row_of(tid)];
	t->rows[row_of(tid)] = task;
	t->tasks++;
	t->several |= t->tasks > 1;
	return task;
}

void task_remove(struct tracer *t, struct task *task)
{
	struct task **at = &t->rows[row_of(task->tid)];

	while (*at != task)
		at = &(*at)->next;
	*at = task->next;
	t->tasks--;
	if (t->stopped == task)
		t->stopped = NULL;
	space_leave(task->space);
	snapshot_drop(&task->before);
	free(task);
}

struct task *task_next(const struct tracer *t, const struct task *task)
{
	size_t row = task ? row_of(task->tid) + 1 : 0;

	if (task && task->next)
		return task->next;
	while (row < TASK_ROWS && !t->rows[row])
		row++;
	return row < TASK_ROWS ? t->rows[row] : NULL;
}

size_t tracer_threads(const struct tracer *t, const struct task *task)
{
	size_t count = 0;

	for (struct task *one = task_next(t, NULL); one;
		one = task_next(t, one))
		count += one->pid == task->pid && (one == task || !one->exits);
	return count;
}

void tracer_end(struct tracer *t)
{
	struct task *task;

	while ((task = task_next(t, NULL)))
		task_remove(t, task);
	signals_end();
}
