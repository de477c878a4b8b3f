/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	act_begin(returned);
	free((void *)(uintptr_t)call->args[0]);
	act_end(returned);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP | CALL_LOOKED_AT,
	.result = RESULT_NOTHING,
	.act = act,
	.settle = heap_settle,
	.print = heap_print_state,
};

const struct command command_free = {
	.name = "free",
	.summary = "return a block to the allocator",
	.describes =
		"Returns a block to the allocator, which keeps it for later "
		"allocations or returns it to the kernel: a separate mapping "
		"at once, memory at the end of the heap when there is enough "
		"of it. free returns nothing and cannot fail; NULL does "
		"nothing. Freeing a block twice, or an address that is not a "
		"block, may be detected (SIGABRT), crash, or silently corrupt "
		"the heap.",
	.manual = "free(3)",
	.params = {&param_addr},
	.word = &param_region,
	.first = "malloc 100",
	.call = &call,
};
