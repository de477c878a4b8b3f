/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "calls/calls.h"
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r, aligned_alloc(c->args[0], c->args[1]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.like = &command_memalign,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_aligned_alloc = {
	.name = "aligned_alloc",
	.summary = "allocate memory at a multiple of a power of two",
	.describes =
		"It allocates a block whose address is a multiple of the "
		"alignment, which has to be a power of two: EINVAL otherwise. "
		"The C library of GNU before 2.38 refuses none, and takes "
		"the next power of two. C11 wanted the size to be a multiple "
		"of the alignment, too; C17 no longer does, and the C "
		"library of GNU never did.",
	.manual = "aligned_alloc(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
