/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeping threads, made by clone(2) with little more than a kernel stack each.
 * They end with their process.
 */
#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inspections/kernel/alloc_process.h"

enum { STACK = 16384, THREADS_MAX = 1024 };

/* They share one thread-local storage, so it must not be used. */
static int sleep_for_ever(void *nothing)
{
	(void)nothing;
	for (;;)
		syscall(SYS_ppoll, NULL, 0, NULL, NULL);
	return 0;
}

static bool make_one(char *stack)
{
	return clone(sleep_for_ever, stack + STACK,
		       CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			       CLONE_THREAD | CLONE_SYSVSEM,
		       NULL) != -1;
}

void alloc_threads(const struct alloc_order *order, struct allocated *allocated)
{
	uint64_t count =
		order->count < THREADS_MAX ? order->count : THREADS_MAX;
	char *stacks = mmap(NULL, count * STACK, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	allocated->call = "mmap(2)";
	if (stacks == MAP_FAILED) {
		allocated->error = errno;
		return;
	}
	allocated->call = "clone(2)";
	for (; allocated->made < count; allocated->made++)
		if (!make_one(stacks + allocated->made * STACK))
			break;
	if (allocated->made < count)
		allocated->error = errno;
}
