/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <malloc.h>

#include "acts/heap.h"

static void act(const struct call *call, struct returned *returned)
{
	act_begin(returned);
	returned->value =
		(int64_t)malloc_usable_size((void *)(uintptr_t)call->args[0]);
	act_end(returned);
}

static const char *unit(const struct call *call)
{
	(void)call;
	return "byte";
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP,
	.result = RESULT_COUNT,
	.unit = unit,
	.act = act,
	.settle = heap_settle,
	.print = heap_print_state,
};

const struct command command_malloc_usable_size = {
	.name = "malloc_usable_size",
	.summary = "tell how much of a block can be used",
	.describes =
		"Returns how many bytes of a block can be used, which may be "
		"more than were asked for; 0 for NULL. It reads the "
		"allocator's records before the block: an address that is not "
		"a block gives any number, or a crash.",
	.manual = "malloc_usable_size(3)",
	.params = {&param_addr},
	.word = &param_region,
	.first = "malloc 1",
	.call = &call,
};
