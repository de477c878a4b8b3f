/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/heap.h"

#include <stdlib.h>

/* Its errno is what it returns; the block comes by the first argument. */
static void act(const struct call *c, struct returned *r)
{
	void *memory = NULL;
	int error;

	act_begin(r);
	error = posix_memalign(&memory, c->args[0], c->args[1]);
	heap_gave(c, r, memory);
	r->error = error;
	r->refused = false;
}

static const char *shape(const struct call *c)
{
	(void)c;
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
	.summary = "allocate memory at a multiple of a power of two",
	.describes =
		"It allocates a block whose address is a multiple of the "
		"alignment, which has to be a power of two and a multiple "
		"of sizeof(void *): EINVAL otherwise. The function returns "
		"its error and leaves errno alone; the address of the block "
		"goes to where its first argument points, and is what is "
		"shown as the result.",
	.manual = "posix_memalign(3)",
	.params = {&param_alignment, &param_size_block},
	.word = &param_size_block,
	.call = &call,
};
