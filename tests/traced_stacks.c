/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that leave a stack, each another one. */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "traced.h"

static int __attribute__((noinline)) deeper(volatile int depth)
{
	volatile char frame[4096];

	memset((void *)(uintptr_t)frame, depth, sizeof(frame));
	return depth < 0 ? 0 : deeper(depth + 1) + frame[depth % 4096];
}

/* A stack for signal handlers, above a page that may not be written. */
static char *set_signal_stack(size_t size, int below)
{
	char *low = mmap(NULL, page + size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const stack_t stack = {.ss_sp = low + page, .ss_size = size};

	if (low == MAP_FAILED || mprotect(low, page, below) ||
		sigaltstack(&stack, NULL))
		return NULL;
	return low;
}

static void on_signal(int number)
{
	deeper(number);
}

static int overflows_in_handler(int below)
{
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_ONSTACK};

	if (!set_signal_stack(16 * page, below))
		return fail("sigaltstack");
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	return 1;
}

static int overflows_to_guard(void)
{
	return overflows_in_handler(PROT_NONE);
}

static int overflows_to_text(void)
{
	return overflows_in_handler(PROT_READ);
}

static void *overflow_in_handler(void *status)
{
	*(int *)status = overflows_to_guard();
	return NULL;
}

static int overflows_in_thread_handler(void)
{
	pthread_t thread;
	int status = 1;

	if (pthread_create(&thread, NULL, overflow_in_handler, &status))
		return fail("pthread_create");
	pthread_join(thread, NULL);
	return status;
}

/* A wild access in a handler is no overflow of its stack. */
static char *guard;
static void on_signal_reach(int number)
{
	guard[0] = (char)number;
}

static int reaches_from_handler(void)
{
	struct sigaction action = {
		.sa_handler = on_signal_reach, .sa_flags = SA_ONSTACK};

	guard = set_signal_stack(16 * page, PROT_NONE);
	if (!guard)
		return fail("sigaltstack");
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	return 1;
}

/* The least size that the kernel accepts; its frame may be larger. */
static int has_small_signal_stack(void)
{
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_ONSTACK};

	if (!set_signal_stack(2048, PROT_NONE) || getauxval(51) <= 2048)
		return 77;
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	return 1;
}

/* A stack of its own, as for coroutines. */
static void run_coroutine(void)
{
	deeper(1);
}

static int overflows_coroutine(void)
{
#ifdef __GLIBC__
	static ucontext_t here, there;
	char *low = map(17 * page);

	mprotect(low, page, PROT_NONE);
	getcontext(&there);
	there.uc_stack.ss_sp = low + page;
	there.uc_stack.ss_size = 16 * page;
	there.uc_link = &here;
	makecontext(&there, run_coroutine, 0);
	swapcontext(&here, &there);
	return 1;
#else
	(void)run_coroutine;
	return 77;
#endif
}

static void *overflow(void *nothing)
{
	deeper(1);
	return nothing;
}

static int overflows(void)
{
	return deeper(1);
}

static int overflows_in_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, overflow, NULL))
		return fail("pthread_create");
	pthread_join(thread, NULL);
	return 1;
}

/* The kernel finds no room on the stack for the frame of the handler. */
static int overflows_with_handler(void)
{
	signal(SIGSEGV, on_signal);
	return deeper(1);
}

const struct mode modes_of_stacks[] = {
	{"overflow", overflows},
	{"overflow-in-thread", overflows_in_thread},
	{"overflow-with-handler", overflows_with_handler},
	{"overflow-in-handler", overflows_to_guard},
	{"overflow-in-handler-to-text", overflows_to_text},
	{"overflow-in-thread-handler", overflows_in_thread_handler},
	{"reach-from-handler", reaches_from_handler},
	{"small-signal-stack", has_small_signal_stack},
	{"overflow-in-coroutine", overflows_coroutine},
	{NULL, NULL},
};
