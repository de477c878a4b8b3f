/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"
#include "calls/calls.h"

#include <errno.h>
#include <stdlib.h>

static void act(const struct call *call, struct returned *returned)
{
	errno = 0;
	act_begin(returned);
	heap_gave(call, returned, calloc(call->args[0], call->args[1]));
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
	.summary = "allocate zeroed memory",
	.describes =
		"Allocates nmemb times size bytes, all zero. Fails with "
		"ENOMEM if the product does not fit in a size_t. Memory fresh "
		"from the kernel is already zero and is not touched; reused "
		"memory is cleared.",
	.manual = "calloc(3)",
	.params = {&param_nmemb, &param_size_element},
	.word = &param_size_element,
	.call = &call,
};
