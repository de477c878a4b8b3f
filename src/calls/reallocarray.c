/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "calls/calls.h"
#include "acts/heap.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *c, struct returned *r)
{
	errno = 0;
	act_begin(r);
	heap_gave(c, r,
		reallocarray(
			(void *)(uintptr_t)c->args[0], c->args[1], c->args[2]));
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.like = &command_realloc,
	.traits = CALL_USES_HEAP,
	.failed = FAILED_NULL,
	.act = act,
};

const struct command command_reallocarray = {
	.name = "reallocarray",
	.summary = "resize an array of memory",
	.describes = "It is realloc for nmemb elements of size bytes each, and "
		     "fails with ENOMEM where the product does not fit in a "
		     "size_t; the block then stays as it was. What an array "
		     "gains is not cleared.",
	.manual = "reallocarray(3)",
	.params = {&param_addr, &param_nmemb, &param_size_element},
	.word = &param_size_element,
	.first = "malloc 100",
	.call = &call,
};
