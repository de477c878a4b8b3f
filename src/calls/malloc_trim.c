/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

static void act(const struct call *call, struct returned *returned)
{
	act_begin(returned);
#ifdef HAVE_MALLOC_TRIM
	returned->value = malloc_trim(call->args[0]);
#else
	(void)call;
	returned->error = ENOSYS;
#endif
	act_end(returned);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP,
	.act = act,
	.settle = heap_settle,
	.print = heap_print_state,
};

const struct command command_malloc_trim = {
	.name = "malloc_trim",
	.summary = "return free heap memory to the kernel",
	.describes =
		"Returns free memory of the allocator to the kernel: whole "
		"pages inside the heap by madvise(MADV_DONTNEED), and the end "
		"of the heap by moving the program break, which leaves pad "
		"bytes. Returns 1 if any memory was returned, else 0. glibc "
		"only.",
	.manual = "malloc_trim(3)",
	.params = {&param_pad},
	.word = &param_pad,
	.call = &call,
};
