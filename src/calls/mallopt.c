/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

static void act(const struct call *c, struct returned *r)
{
	act_begin(r);
#ifdef HAVE_MALLOPT
	r->value = mallopt((int)c->args[0], (int)c->args[1]);
	r->refused = r->value == 0;
#else
	(void)c;
	r->error = ENOSYS;
#endif
	act_end(r);
}

static const struct call_kind call = {
	.traits = CALL_USES_HEAP,
	.act = act,
	.settle = heap_settle,
	.tell = heap_tell_state,
};

const struct command command_mallopt = {
	.name = "mallopt",
	.summary = "set a parameter of the allocator",
	.describes =
		"It sets one parameter of the allocator for what follows: "
		"from which size on a block gets a mapping of its own, how "
		"much free memory the end of the heap keeps, how many arenas "
		"there are. It returns 1, also for a parameter that it does "
		"not know, or 0 where the value is refused, and then there "
		"is no errno. The two thresholds adapt themselves to what is "
		"freed, until one of them, M_TOP_PAD or M_MMAP_MAX is set. "
		"It is of the C library of GNU, and tells no other allocator "
		"anything.",
	.manual = "mallopt(3)",
	.params = {&param_mallopt, &param_value},
	.word = &param_mallopt,
	.call = &call,
};
