/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned, malloc(call->args[0]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_malloc = {
	.name = "malloc",
	.summary = "allocate memory",
	.describes =
		"Allocates a block of bytes with undefined content. malloc is "
		"a function of the C library: the block comes from memory "
		"that the allocator holds, or the allocator moves the program "
		"break or makes a mapping. A block has at least as many bytes "
		"as requested, and is aligned for any type; malloc(0) also "
		"returns a unique address. A block may be larger than all "
		"memory: pages are allocated when it is touched. Above "
		"PTRDIFF_MAX bytes malloc fails with ENOMEM.",
	.manual = "malloc(3)",
	.params = {&param_size_block},
	.word = &param_size_block,
	.call = &call,
};
