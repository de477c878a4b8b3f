/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r, malloc(c->args[0]));
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
		"It allocates a block of bytes, whose content is whatever "
		"was there. It is a function of the C library: the block "
		"comes from memory that the allocator has, or for which it "
		"moves the program break or makes a mapping. A block has as "
		"many bytes as were asked for or more, and is aligned for "
		"any type; of no bytes it has an address all the same. It "
		"may be large beyond all memory that there is: pages are "
		"found when it is touched. Above PTRDIFF_MAX it fails with "
		"ENOMEM, whatever there is.",
	.manual = "malloc(3)",
	.params = {&param_size_block},
	.word = &param_size_block,
	.call = &call,
};
