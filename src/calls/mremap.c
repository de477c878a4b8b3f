/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

/*
 * The kernel reads the fifth argument with MREMAP_DONTUNMAP too, as a hint:
 * it is always passed, or garbage would be.
 */
static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_mremap, c->args[0], c->args[1], c->args[2],
		c->args[3], c->args[4], 0);
	/* An address has no sign, not even of 32 bits. */
	if (!r->error)
		r->value = (int64_t)(unsigned long)r->value;
}

static bool made(const struct call *c, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	*start = (uint64_t)returned->value;
	*size = c->args[2];
	return true;
}

static const struct call_kind call = {
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.harms = HARMS_BY_MAPPING,
	.act = act,
	.made = made,
};

const struct command command_mremap = {
	.name = "mremap",
	.summary = "resize or move a mapping",
	.describes =
		"It makes a mapping longer or shorter, to new-length bytes, "
		"in place where there is room; where there is none it moves "
		"it, which maymove must allow. No content is copied: the "
		"pages go along. With fixed it goes to new-addr, and what "
		"is mapped there is replaced; dontunmap leaves the old "
		"range mapped and empty. What grows must be one single "
		"mapping: a range across two fails with EFAULT.",
	.manual = "mremap(2)",
	.params = {&param_addr, &param_length, &param_new_length,
		&param_flags_mremap, &param_new_addr},
	.word = &param_new_length,
	.first = "mmap 4p",
	.call = &call,
};
