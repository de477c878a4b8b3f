/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/thread_print.h"
#include "acts/threads.h"

static int set_attributes(
	const struct call *call, pthread_attr_t *attributes, unsigned *stage)
{
	const struct {
		int (*set)(pthread_attr_t *attributes, size_t size);
	} sizes[] = {
		[THREAD_STACK_SIZE] = {pthread_attr_setstacksize},
		[THREAD_GUARD_SIZE] = {pthread_attr_setguardsize},
	};
	int error = 0;

	for (*stage = 0; *stage < THREAD_CREATE; ++*stage) {
		if (call_has(call, *stage))
			error = sizes[*stage].set(
				attributes, (size_t)call->args[*stage]);
		if (error)
			break;
	}
	return error;
}

static void note_attributes(
	const pthread_attr_t *attributes, struct thread_findings *found)
{
	size_t stack = 0, guard = 0;

	pthread_attr_getstacksize(attributes, &stack);
	pthread_attr_getguardsize(attributes, &guard);
	found->stack_size = stack;
	found->guard_size = guard;
}

/* The new thread runs at once, so its faults would be counted, too. */
static void act(const struct call *call, struct returned *returned)
{
	struct thread_findings *found = &returned->found.thread;
	struct act_thread *thread =
		act_threads.add(call->new_thread + (uint32_t)returned->calls);
	pthread_attr_t attributes;

	if (!thread) {
		returned->value = -1;
		returned->refused = true;
		return;
	}
	pthread_attr_init(&attributes);
	act_begin(returned);
	returned->error = set_attributes(call, &attributes, &found->stage);
	if (!returned->error)
		returned->error = pthread_create(&thread->handle, &attributes,
			act_threads.start, thread);
	act_end(returned);
	returned->minor = returned->major = -1;
	returned->value = -1;
	note_attributes(&attributes, found);
	pthread_attr_destroy(&attributes);
	if (returned->error)
		return;
	act_threads.await(thread);
	returned->value = thread->tid;
	found->stack_pointer = thread->stack_pointer;
}

/* Until the observer has found its stack: the ID, and where that is. */
static bool made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	(void)call;
	*start = (uint64_t)returned->value;
	*size = returned->found.thread.stack_pointer;
	return true;
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.makes = MADE_THREAD,
	.made = made,
	.failed = FAILED_ERROR_NUMBER,
	.act = act,
	.kernel_calls = "clone3 clone mmap mprotect",
	.shape = thread_shape,
	.print = thread_print,
};

const struct command command_thread = {
	.name = "thread",
	.summary = "make a thread, with a stack of its own",
	.describes =
		"Makes a thread (pthread_create). The C library maps a stack "
		"for it with an inaccessible guard below, or takes that of a "
		"thread that has ended; the stack is its region. A step with "
		"--in NAME is performed by the thread of that name. It shares "
		"all memory with the other threads of its process, but "
		"allocates from its own arena. Only one thread acts at a time, "
		"so there is no contention to be seen. exit --in NAME ends it.",
	.manual = "pthread_create(3)",
	.params = {&param_stack_size, &param_guard_size},
	.word = &param_stack_size,
	.call = &call,
};
