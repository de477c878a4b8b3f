/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <stdlib.h>

/* It returns its error, and stores the block through its first argument. */
static void act(const struct call *call, struct returned *returned)
{
	void *memory = NULL;
	int error;

	act_begin(returned);
	error = posix_memalign(&memory, call->args[0], call->args[1]);
	heap_gave(call, returned, memory);
	returned->error = error;
	returned->refused = false;
}

static const char *shape(const struct call *call)
{
	(void)call;
	return "posix_memalign(&block, $0, $1)";
}

static const struct call_kind call = {
	GIVES_BLOCK,
	.traits = CALL_USES_HEAP,
	.shape = shape,
	.failed = FAILED_ERROR_NUMBER,
	.act = act,
};

const struct command command_posix_memalign = {
	.name = "posix_memalign",
	.summary = "allocate aligned memory, by POSIX",
	.describes =
		"Allocates a block whose address is a multiple of the "
		"alignment, which must be a power of two and a multiple of "
		"sizeof(void *): otherwise EINVAL. The function returns its "
		"error and does not set errno; it stores the address of the "
		"block through its first argument, and that address is shown "
		"as the result.",
	.manual = "posix_memalign(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
