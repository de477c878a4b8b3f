/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <errno.h>
#include <malloc.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r, memalign(c->args[0], c->args[1]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_memalign = {
	.name = "memalign",
	.summary = "allocate memory at a multiple of a power of two",
	.describes = "It allocates a block whose address is a multiple of the "
		     "alignment. It is obsolete; use aligned_alloc or "
		     "posix_memalign. If the alignment is not a power of two, "
		     "glibc takes the next one, and musl refuses it.",
	.manual = "memalign(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
