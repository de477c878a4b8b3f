/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracer/traced_calls.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls/calls.h"
#include "words/array.h"
#include "words/uapi.h"

/*
 * On 32-bit machines with mmap2, the old mmap takes its arguments from memory,
 * and no C library uses it; on s390x there is only that one.
 */
static const struct traced_call calls[] = {
#ifdef SYS_mmap2
	{SYS_mmap2, TRACED_MMAP, &command_mmap, 6, 4096},
#elif defined(SYS_mmap) && !defined(__s390x__)
	{SYS_mmap, TRACED_MMAP, &command_mmap, 6, 0},
#endif
	{SYS_munmap, TRACED_MUNMAP, &command_munmap, 2, 0},
	{SYS_mremap, TRACED_MREMAP, &command_mremap, 4, 0},
	{SYS_mprotect, TRACED_MPROTECT, &command_mprotect, 3, 0},
	{SYS_madvise, TRACED_MADVISE, &command_madvise, 3, 0},
	{SYS_mlock, TRACED_MLOCK, &command_mlock, 2, 0},
	{SYS_mlock2, TRACED_MLOCK, &command_mlock, 3, 0},
	{SYS_munlock, TRACED_MUNLOCK, &command_munlock, 2, 0},
	{SYS_mlockall, TRACED_MLOCKALL, &command_mlockall, 1, 0},
	{SYS_munlockall, TRACED_MUNLOCKALL, &command_munlockall, 0, 0},
	{SYS_msync, TRACED_MSYNC, &command_msync, 3, 0},
	{SYS_mincore, TRACED_MINCORE, &command_mincore, 2, 0},
	{SYS_mseal, TRACED_MSEAL, &command_mseal, 3, 0},
	{SYS_brk, TRACED_BRK, &command_brk, 1, 0},
};

const struct traced_call *traced_call_at(size_t index)
{
	return index < ARRAY_SIZE(calls) ? &calls[index] : NULL;
}

const struct traced_call *traced_call_of(uint64_t number)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if ((uint64_t)calls[i].number == number)
			return &calls[i];
	return NULL;
}

/* mremap reads its fifth argument only with these flags. */
static bool has_new_address(const struct call *call)
{
	return call->command == &command_mremap &&
	       arg(call, ROLE_FLAGS) & (MREMAP_FIXED | MREMAP_DONTUNMAP);
}

/* The kernel takes the lower half of an int, and the upper may be anything. */
static uint64_t as_passed(const struct param *param, uint64_t value)
{
	if (param->kind == PARAM_FD)
		return (uint64_t)(int64_t)(int32_t)value;
	return param->is_int ? (uint32_t)value : value;
}

void traced_call_make(const struct traced_call *traced, const uint64_t args[6],
	struct call *call)
{
	memset(call, 0, offsetof(struct call, text));
	call->command = traced->command;
	call->times = 1;
	call->page_size = (uint64_t)getpagesize();
	call->given = (1U << traced->args) - 1;
	for (unsigned i = 0; i < 6 && i < command_params(call->command); i++)
		call->args[i] = as_passed(call->command->params[i], args[i]);
	if (has_new_address(call))
		call->given |= 1U << traced->args;
	if (traced->offset_unit)
		set_arg(call, ROLE_OFFSET,
			arg(call, ROLE_OFFSET) * traced->offset_unit);
}
