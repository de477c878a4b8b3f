/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must be read at the entry of a call to see whether it did nothing. */
#include <sys/mman.h>

#include "calls/calls.h"
#include "proc/map_query.h"
#include "tracer/sight.h"
#include "words/advice.h"

/* The whole pages of the call's range; false: it is empty or wraps. */
static bool range_of_call(
	const struct call *call, uint64_t *start, uint64_t *end)
{
	uint64_t page = call->page_size;

	*start = arg(call, ROLE_ADDR);
	*end = *start + (arg(call, ROLE_LENGTH) + page - 1) / page * page;
	return *end > *start;
}

/* Whether munmap finds nothing, or mprotect nothing to change. */
static bool has_nothing_to_do(const struct task *task, const struct call *call)
{
	uint64_t start, end, prot = arg(call, ROLE_PROT);
	struct map_query query = map_query_of(task->tid);
	struct mapping m;
	bool found = false, nothing = true;

	if (!range_of_call(call, &start, &end))
		return false;
	for (uint64_t at = start; nothing && at < end; at = m.end) {
		if (!map_query_next(&query, at, &m) || m.start >= end)
			break;
		found = true;
		nothing = call->command == &command_mprotect &&
			  (m.perms[0] == 'r') == !!(prot & PROT_READ) &&
			  (m.perms[1] == 'w') == !!(prot & PROT_WRITE) &&
			  (m.perms[2] == 'x') == !!(prot & PROT_EXEC);
	}
	nothing = nothing && (found || call->command == &command_munmap) &&
		  !query.failed;
	map_query_end(&query);
	return nothing;
}

uint32_t sight_before(
	const struct task *task, const struct call *call, uint64_t *until)
{
	const uint32_t maps = PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS);
	uint64_t start, end = 0;

	*until = 0;
	/* A length that is 0, or is rounded up to it. */
	if (command_find_role(call->command, ROLE_LENGTH) >= 0 &&
		!range_of_call(call, &start, &end))
		return maps;
	switch (task->traced->bit) {
	case TRACED_MUNMAP:
	case TRACED_MPROTECT:
		return has_nothing_to_do(task, call) ? maps : 0;
	case TRACED_MUNLOCK:
	case TRACED_MSEAL:
		*until = end;
		return maps | PART_BIT(PART_SMAPS);
	case TRACED_MUNLOCKALL:
	case TRACED_MREMAP:
	case TRACED_MSYNC:
		return maps;
	case TRACED_MADVISE:
		*until = end;
		/* Only flags show whether it changes something. */
		return advice_of(arg(call, ROLE_ADVICE))->changes
			       ? maps | PART_BIT(PART_SMAPS)
			       : 0;
	default:
		return 0;
	}
}
