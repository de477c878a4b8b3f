/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r, realloc((void *)(uintptr_t)c->args[0], c->args[1]));
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
		"It makes a block longer or shorter, where it is if there is "
		"room; else it allocates another, copies what fits and frees "
		"the first, whose address is then no longer valid. NULL in "
		"place of a block allocates one. Where it fails the block "
		"stays as it was. With a size of 0 the C library of GNU "
		"frees the block and returns NULL. A large block that has a "
		"mapping of its own is moved by mremap, without a copy.",
	.manual = "realloc(3)",
	.params = {&param_addr, &param_size_block},
	.word = &param_size_block,
	.first = "malloc 100",
	.call = &call,
};
