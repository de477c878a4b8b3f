/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

static void act(const struct call *c, struct returned *r)
{
	act_begin(r);
#ifdef HAVE_MALLOC_TRIM
	r->value = malloc_trim(c->args[0]);
#else
	(void)c;
	r->error = ENOSYS;
#endif
	act_end(r);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP,
	.act = act,
	.settle = heap_settle,
	.tell = heap_tell_state,
};

const struct command command_malloc_trim = {
	.name = "malloc_trim",
	.summary = "give free memory of the heap back to the kernel",
	.describes =
		"It gives memory that the allocator keeps free to the "
		"kernel: whole pages within the heap by madvise(DONTNEED), "
		"and its end by moving the program break, of which pad bytes "
		"are left. It returns 1 where it gave any, else 0. It is of "
		"the C library of GNU.",
	.manual = "malloc_trim(3)",
	.params = {&param_pad},
	.word = &param_pad,
	.call = &call,
};
