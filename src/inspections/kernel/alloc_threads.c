/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that sleep.  They are bare: made by clone(2) with little more than
 * a stack of the kernel's each, and they end with their process.
 */
#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "observer/keeper.h"

enum { STACK = 16384, THREADS_MAX = 1024 };

/* They all have one and the same thread-local storage: none may be used. */
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

void keep_threads(const struct keeping *keeping, struct kept *kept)
{
	uint64_t count =
		keeping->count < THREADS_MAX ? keeping->count : THREADS_MAX;
	char *stacks = mmap(NULL, count * STACK, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	kept->call = "mmap(2)";
	if (stacks == MAP_FAILED) {
		kept->error = errno;
		return;
	}
	kept->call = "clone(2)";
	for (; kept->made < count; kept->made++)
		if (!make_one(stacks + kept->made * STACK))
			break;
	if (kept->made < count)
		kept->error = errno;
}
