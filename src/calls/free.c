/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	act_begin(r);
	free((void *)(uintptr_t)c->args[0]);
	act_end(r);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP | CALL_LOOKED_AT,
	.result = RESULT_NOTHING,
	.act = act,
	.settle = heap_settle,
	.tell = heap_tell_state,
};

const struct command command_free = {
	.name = "free",
	.summary = "give a block of memory back to the allocator",
	.describes =
		"It gives a block back to the allocator, which keeps it for "
		"later allocations, or gives it to the kernel: a mapping of "
		"its own at once, memory at the end of the heap where there "
		"is enough of it. It returns nothing and cannot fail; NULL "
		"is left alone. What was freed before, or is no block, may "
		"be noticed (SIGABRT), crash, or spoil the heap in silence.",
	.manual = "free(3)",
	.params = {&param_addr},
	.word = &param_region,
	.first = "malloc 100",
	.call = &call,
};
