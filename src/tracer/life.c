/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How threads begin, execute another program, and end. */
#include "tracer/internal.h"
#include "tracer/space.h"

unsigned long task_message(const struct task *task)
{
	unsigned long message = 0;

	ptrace_control(PTRACE_GETEVENTMSG, task->tid, 0, &message);
	return message;
}

/* Its maker's event and its own first stop come in either order. */
void task_begins(struct tracer *t, struct task *maker, int event)
{
	pid_t tid = (pid_t)task_message(maker);
	struct task *task = task_find(t, tid);
	bool stopped = task && task->waits;

	if (!tid)
		return;
	if (!task)
		task = task_add(t, tid, tid);
	if (!task)
		return;
	task->pid = event == PTRACE_EVENT_CLONE && is_thread_of(tid, maker->pid)
			    ? maker->pid
			    : tid;
	task->every = maker->every;
	task->space = space_of_child(maker, task);
	signal_stack_inherit(task, maker, event);
	task->waits = false;
	if (stopped)
		task_resume(t, task, 0);
}

/* The first thread goes on in the place of the one that called exec(). */
void task_executes(struct tracer *t, struct task *task, char *note, size_t size)
{
	struct task *one = task_next(t, NULL);

	while (one) {
		struct task *next = task_next(t, one);

		if (one->pid == task->pid && one != task)
			task_remove(t, one);
		one = next;
	}
	task->in_call = task->entered = task->sets_filter = false;
	if (!t->begun)
		start_take_report(t);
	t->begun = true;
	task->every |= t->every;
	space_leave(task->space);
	task->space = NULL;
	task->signal_stack = (struct signal_stack){0};
	task->caught = (struct task_fault){.instruction = 0};
	if (!t->told_foreign)
		t->told_foreign = exec_is_foreign(task->pid, note, size);
	if (!*note && !t->told_rights)
		t->told_rights = exec_lacks_rights(task->pid, note, size);
}

bool task_ends(struct tracer *t, struct task *task, int status,
	struct tracer_event *event)
{
	static struct task gone;
	bool whole = task->tid == task->pid;

	gone = (struct task){.tid = task->tid, .pid = task->pid};
	task_remove(t, task);
	if (gone.tid == t->first) {
		t->status = status;
		t->ended = true;
		start_take_report(t);
	}
	event->kind = TRACER_ENDED;
	event->task = &gone;
	event->status = status;
	return whole && t->begun;
}

/* A thread whose first stop comes before the event of its maker waits. */
struct task *task_meet(struct tracer *t, pid_t tid)
{
	struct task *task = task_add(t, tid, tid);

	if (task)
		task->waits = true;
	return task;
}
