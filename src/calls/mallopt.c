/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

static void act(const struct call *call, struct returned *returned)
{
	act_begin(returned);
#ifdef HAVE_MALLOPT
	returned->value = mallopt((int)call->args[0], (int)call->args[1]);
	returned->refused = returned->value == 0;
#else
	(void)call;
	returned->error = ENOSYS;
#endif
	act_end(returned);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP | CALL_ACTS_ELSEWHERE,
	.act = act,
	.settle = heap_settle,
	.print = heap_print_state,
};

const struct command command_mallopt = {
	.name = "mallopt",
	.summary = "set a parameter of the allocator",
	.describes =
		"Sets one parameter of the allocator for later calls: the "
		"size from which a block gets its own mapping, the free "
		"memory kept at the end of the heap, the number of arenas. "
		"Returns 1, even for an unknown parameter, or 0 without an "
		"errno if the value is refused. The two thresholds adapt to "
		"the blocks that are freed until one of them, M_TOP_PAD or "
		"M_MMAP_MAX is set. glibc only; other allocators ignore it.",
	.manual = "mallopt(3)",
	.params = {&param_mallopt, &param_value},
	.word = &param_mallopt,
	.call = &call,
};
