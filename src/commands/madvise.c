/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"
#include "words/uapi.h"

static void act(const struct call *c, struct returned *r)
{
	act_syscall(r, SYS_madvise, c->addr, c->length, c->advice, 0, 0, 0);
}

const struct command command_madvise = {
	.name = "madvise",
	.summary = "advise the kernel how memory is used",
	.describes =
		"It tells the kernel how the whole pages of the range are "
		"going to be used. Some advice is a hint and changes no "
		"page; other advice acts at once: dontneed drops the pages, "
		"and anonymous ones read as zero afterwards; free lets the "
		"kernel take them once it needs memory, so that little is "
		"seen at first. The address must be a multiple of the page "
		"size. Over a hole it fails with ENOMEM, and what is mapped "
		"has been advised all the same. Which advice is taken "
		"depends on the kind of mapping and on how the kernel was "
		"built.",
	.manual = "madvise(2)",
	.params = {&param_addr, &param_length, &param_advice},
	.word = &param_advice,
	.first = "mmap 4p then touch write",
	.needs_region = true,
	.brings_in = true,
	.changes_flags = true,
	.lags = true,
	.harms = HARMS_BY_MAPPING,
	.act = act,
};
