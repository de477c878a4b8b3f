/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "calls/calls.h"
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r, calloc(c->args[0], c->args[1]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.like = &command_malloc,
	.traits = CALL_USES_HEAP | CALL_CLEARS | CALL_LOOKED_AT,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_calloc = {
	.name = "calloc",
	.summary = "allocate memory that is zero",
	.describes =
		"It allocates nmemb times size bytes, all of them zero, and "
		"fails with ENOMEM where the product does not fit in a "
		"size_t. Memory fresh from the kernel is zero already and "
		"is not touched; what was used before is cleared.",
	.manual = "calloc(3)",
	.params = {&param_nmemb, &param_size_element},
	.word = &param_size_element,
	.call = &call,
};
