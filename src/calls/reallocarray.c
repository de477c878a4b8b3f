/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"
#include "calls/calls.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned,
		reallocarray((void *)(uintptr_t)call->args[0], call->args[1],
			call->args[2]));
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
	.describes =
		"Like realloc for nmemb elements of size bytes each. Fails "
		"with ENOMEM if the product does not fit in a size_t; the "
		"block is then unchanged. Added elements are not cleared.",
	.manual = "reallocarray(3)",
	.params = {&param_addr, &param_nmemb, &param_size_element},
	.word = &param_size_element,
	.first = "malloc 100",
	.call = &call,
};
