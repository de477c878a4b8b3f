/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdio_ext.h>

#include "acts/arenas.h"
#include "acts/heap.h"
#include "config.h"

#ifdef HAVE_MALLOC_INFO
/*
 * Opening a stream would allocate, and change the figures.  So this prints to
 * stderr, with a buffer that holds everything and is never written out.
 */
static void tell(struct returned *returned)
{
	setvbuf(stderr, (char *)act_scratch, _IOFBF, SCRATCH_SIZE);
	act_begin(returned);
	returned->value = malloc_info(0, stderr);
	returned->error = returned->value == -1 ? errno : 0;
	act_end(returned);
	returned->scratch_used = (uint32_t)__fpending(stderr);
	__fpurge(stderr);
	setvbuf(stderr, NULL, _IONBF, 0);
}
#endif

static void act(const struct call *call, struct returned *returned)
{
#ifdef HAVE_MALLOC_INFO
	if (call->ask_heap) {
		tell(returned);
		return;
	}
#endif
	(void)call;
	returned->error = ENOSYS;
	returned->value = -1;
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP | CALL_USES_SCRATCH,
	.act = act,
	.print = arenas_print,
};

const struct command command_malloc_info = {
	.name = "malloc_info",
	.summary = "show the arenas of the allocator",
	.describes =
		"Shows what each arena of the C library's allocator has got "
		"from the kernel, and how much of that is in use, free, and "
		"free at its end, from where malloc_trim gives it back. Arena "
		"0 is the heap at the program break. A thread gets an arena "
		"of its own when it first allocates, up to arena_max of them "
		"(mallopt). Small blocks that a thread has freed and keeps for "
		"itself count as in use. It changes nothing. glibc only.",
	.manual = "malloc_info(3)",
	.call = &call,
};
