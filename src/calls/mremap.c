/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "words/uapi.h"

/*
 * With MREMAP_DONTUNMAP the kernel also reads the fifth argument, as a hint.
 * Always pass it, or the kernel reads garbage.
 */
static void act(const struct call *call, struct returned *returned)
{
	act_syscall(returned, SYS_mremap, call->args[0], call->args[1],
		call->args[2], call->args[3], call->args[4], 0);
	/* An address is unsigned, also with 32 bits. */
	if (!returned->error)
		returned->value = (int64_t)(unsigned long)returned->value;
}

static bool made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	*start = (uint64_t)returned->value;
	*size = arg(call, ROLE_NEW_LENGTH);
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
		"Grows or shrinks a mapping to new-length bytes, in place if "
		"there is room; otherwise moves it, if maymove allows that. "
		"No content is copied: the pages move along. With fixed it "
		"moves to new-addr, and replaces existing mappings there; "
		"dontunmap leaves the old range mapped and empty. A range "
		"that grows must be one single mapping: across two it fails "
		"with EFAULT.",
	.manual = "mremap(2)",
	.params = {&param_addr, &param_length, &param_new_length,
		&param_flags_mremap, &param_new_addr},
	.word = &param_new_length,
	.first = "mmap 4p",
	.call = &call,
};
