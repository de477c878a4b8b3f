/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"
#include "calls/calls.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned, aligned_alloc(call->args[0], call->args[1]));
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
	.summary = "allocate aligned memory, by ISO C",
	.describes =
		"Allocates a block whose address is a multiple of the "
		"alignment, which must be a power of two: otherwise EINVAL. "
		"glibc before 2.38 refuses no alignment and takes the next "
		"power of two. C11 also required the size to be a multiple of "
		"the alignment; C17 no longer does, and glibc never did.",
	.manual = "aligned_alloc(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
