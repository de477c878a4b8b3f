/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <malloc.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned, memalign(call->args[0], call->args[1]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_memalign = {
	.name = "memalign",
	.summary = "allocate aligned memory",
	.describes = "Allocates a block whose address is a multiple of the "
		     "alignment. memalign is obsolete; use aligned_alloc or "
		     "posix_memalign. If the alignment is not a power of two, "
		     "glibc uses the next one, and musl refuses it.",
	.manual = "memalign(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
