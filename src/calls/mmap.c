/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

#include <errno.h>

#include "words/uapi.h"

/*
 * Where the system call is not mmap(2) as it is documented: with 32 bits the
 * kernel counts the offset in units of 4096 bytes, and that of s390x takes its
 * arguments from memory.
 */
#if defined(SYS_mmap2) || defined(__s390x__)
#define BY_LIBRARY
#endif

static void act(const struct call *c, struct returned *r)
{
#ifdef BY_LIBRARY
	act_begin(r);
	r->value = (int64_t)(uintptr_t)mmap((void *)(uintptr_t)c->args[0],
		c->args[1], (int)c->args[2], (int)c->args[3], (int)c->args[4],
		(off_t)c->args[5]);
	r->error = r->value == (int64_t)(uintptr_t)MAP_FAILED ? errno : 0;
	act_end(r);
#else
	act_syscall(r, SYS_mmap, c->args[0], c->args[1], c->args[2], c->args[3],
		c->args[4], c->args[5]);
#endif
}

static const struct call_kind call = {
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.harms = HARMS_BY_MAPPING,
	.act = act,
};

const struct command command_mmap = {
	.name = "mmap",
	.summary = "map memory or a file",
	.describes =
		"It maps length bytes of a file or of anonymous memory, "
		"rounded up to whole pages, where the kernel finds room. "
		"Nothing is resident by that: each page comes with the "
		"first access to it, or at once with populate. An addr is "
		"only a hint; with fixed it is obeyed, and what is mapped "
		"there is replaced in silence, which fixed_noreplace "
		"refuses. Flags that the kernel does not know are ignored, "
		"unless the type is shared_validate. Of a file, the offset "
		"must be a multiple of the page size, and an access beyond "
		"the page that holds its last byte raises SIGBUS.",
	.manual = "mmap(2)",
	.params = {&param_addr_hint, &param_length_map, &param_prot_map,
		&param_flags_map, &param_fd_map, &param_offset},
	.word = &param_length_map,
	.call = &call,
};
