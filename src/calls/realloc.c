/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned,
		realloc((void *)(uintptr_t)call->args[0], call->args[1]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_realloc = {
	.name = "realloc",
	.summary = "resize a block of memory",
	.describes =
		"Grows or shrinks a block, in place if there is room; "
		"otherwise allocates a new block, copies the content and "
		"frees the old one, whose address becomes invalid. NULL "
		"instead of a block allocates one. On failure the block is "
		"unchanged. With size 0 glibc frees the block and returns "
		"NULL. A large block with its own mapping is moved by mremap, "
		"without a copy.",
	.manual = "realloc(3)",
	.params = {&param_addr, &param_size_block},
	.word = &param_size_block,
	.first = "malloc 100",
	.call = &call,
};
