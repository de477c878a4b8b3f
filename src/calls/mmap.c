/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

#include <errno.h>

#include "words/uapi.h"

/*
 * The system call differs from mmap(2): 32-bit kernels count the offset in
 * units of 4096 bytes, and s390x takes the arguments from memory.
 */
#if defined(SYS_mmap2) || defined(__s390x__)
#define BY_LIBRARY
#endif

static void act(const struct call *call, struct returned *returned)
{
#ifdef BY_LIBRARY
	act_begin(returned);
	returned->value =
		(int64_t)(uintptr_t)mmap((void *)(uintptr_t)call->args[0],
			call->args[1], (int)call->args[2], (int)call->args[3],
			(int)call->args[4], (off_t)call->args[5]);
	returned->error =
		returned->value == (int64_t)(uintptr_t)MAP_FAILED ? errno : 0;
	act_end(returned);
#else
	act_syscall(returned, SYS_mmap, call->args[0], call->args[1],
		call->args[2], call->args[3], call->args[4], call->args[5]);
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
		"Maps length bytes of a file or of anonymous memory, rounded "
		"up to whole pages, where the kernel finds room. No page is "
		"resident yet: each is faulted in by the first access, or at "
		"once with populate. An addr is only a hint; with fixed it is "
		"obeyed, and existing mappings there are silently replaced, "
		"which fixed_noreplace refuses. Unknown flags are ignored "
		"unless the type is shared_validate. The offset in a file "
		"must be a multiple of the page size, and an access past the "
		"page that holds the file's last byte raises SIGBUS.",
	.manual = "mmap(2)",
	.params = {&param_addr_hint, &param_length_map, &param_prot_map,
		&param_flags_map, &param_fd_map, &param_offset},
	.word = &param_length_map,
	.call = &call,
};
