/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The threads that steps make.  One at a time has the turn: it receives calls,
 * and all of the subject's state is its own meanwhile.  If a call is another
 * thread's, it gives the turn to that one, and sleeps.  Each has its own stack
 * for the loop and the handlers, mapped before the first step.
 */
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts/threads.h"
#include "subject/internal.h"

enum { STACK_SIZE = 64 * 1024 };

struct thread {
	struct act_thread made;
	uint32_t number; /* in calls; 0: the first thread of its process */
	bool gone;
	sem_t turn;
	bool dismissed;
	int status;
	sigjmp_buf start;
	mcontext_t at_trap; /* see registers.c */
	char *stack;
};

SUBJECT_STATE static struct thread first;
SUBJECT_STATE static struct {
	struct thread *acting;
	/* It made a thread, and waits until that is ready; NULL: none. */
	struct thread *maker;
	/* A thread is being made, and may still die in the C library. */
	bool starting;
	/* Room for all that the chain makes: each with its stack below it. */
	char *room;
	size_t size; /* of one */
	uint32_t count, most;
} threads = {.acting = &first};

static struct thread *nth(uint32_t n)
{
	return (struct thread *)(void *)(threads.room + (n + 1) * threads.size -
					 sizeof(struct thread));
}

mcontext_t *thread_registers(void)
{
	return &threads.acting->at_trap;
}

static void take_turn(struct thread *own)
{
	while (sem_wait(&own->turn) == -1 && errno == EINTR)
		continue;
	if (own->dismissed)
		siglongjmp(own->start, 1);
	threads.acting = own;
	act_self = own->made.tid;
}

static void give_turn(struct thread *other)
{
	struct thread *own = threads.acting;

	sem_post(&other->turn);
	take_turn(own);
}

static struct thread *find(uint32_t number)
{
	if (first.number == number && !first.gone)
		return &first;
	for (uint32_t i = 0; i < threads.count; i++)
		if (nth(i)->number == number && !nth(i)->gone)
			return nth(i);
	return NULL;
}

void threads_pass_on(uint32_t number)
{
	struct thread *other;

	if (threads.acting->number == number)
		return;
	other = find(number);
	if (other)
		give_turn(other);
}

bool threads_begin(void)
{
	struct thread *maker = threads.maker;

	threads.maker = NULL;
	threads.starting = false;
	if (maker)
		give_turn(maker);
	return maker != NULL;
}

static struct act_thread *add(uint32_t number)
{
	struct thread *thread;

	if (threads.count == threads.most)
		return NULL;
	thread = nth(threads.count);
	thread->number = number;
	if (sem_init(&thread->turn, 0, 0) == -1)
		return NULL;
	threads.count++;
	threads.starting = true;
	return &thread->made;
}

bool threads_starting(void)
{
	return threads.starting;
}

static void *start(void *argument)
{
	struct thread *own = argument;
	stack_t stack = {.ss_sp = own->stack, .ss_size = STACK_SIZE};

	/* From take_turn(), when it is dismissed. */
	if (sigsetjmp(own->start, 0))
		return (void *)(intptr_t)own->status;
	own->made.tid = (int32_t)syscall(SYS_gettid);
	take_turn(own);
	own->made.stack_pointer = (uint64_t)(uintptr_t)&stack;
	sigaltstack(&stack, NULL);
	stack_run();
}

static void await(struct act_thread *thread)
{
	threads.maker = threads.acting;
	give_turn((struct thread *)thread);
}

static struct act_thread *dismiss(uint32_t number, int status)
{
	struct thread *thread = find(number);

	if (!thread || thread == threads.acting)
		return NULL;
	thread->status = status;
	thread->dismissed = thread->gone = true;
	sem_post(&thread->turn);
	return &thread->made;
}

/* A fork copies the calling thread alone. */
void threads_forked(void)
{
	first.gone = threads.acting != &first;
	for (uint32_t i = 0; i < threads.count; i++)
		nth(i)->gone = nth(i) != threads.acting;
	threads.acting->number = 0;
	threads.acting->made.tid = getpid();
}

bool threads_make_room(uint32_t count)
{
	size_t page = (size_t)getpagesize();
	size_t own = (sizeof(struct thread) + page - 1) / page * page;
	char *room;

	first.made.tid = getpid();
	sem_init(&first.turn, 0, 0);
	act_threads = (struct act_threads){add, start, await, dismiss};
	if (count == 0)
		return true;
	/* An overflow must die, not overwrite another's state. */
	threads.size = page + STACK_SIZE + own;
	room = mmap(NULL, count * threads.size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		return false;
	threads.room = room;
	threads.most = count;
	for (uint32_t i = 0; i < count; i++) {
		char *at = room + i * threads.size;

		nth(i)->stack = at + page;
		mprotect(at, page, PROT_NONE);
		rehearse_written(at + page + STACK_SIZE / 2, at + threads.size);
	}
	return true;
}
