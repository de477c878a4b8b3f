/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In the subject: what the allocator returned, and its own figures. */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

uintptr_t heap_code(void)
{
	return (uintptr_t)malloc;
}

/* The product may overflow to 0. */
static bool asks_for_bytes(const struct call *call)
{
	bool array = command_find_role(call->command, ROLE_NMEMB) >= 0;

	return arg(call, ROLE_LENGTH) && (!array || arg(call, ROLE_NMEMB));
}

void heap_gave(const struct call *call, struct returned *returned, void *memory)
{
	returned->error = memory ? 0 : errno;
	act_end(returned);
	/* NULL for 0 bytes is not a failure. */
	returned->refused = !memory && !returned->error && asks_for_bytes(call);
	returned->value = (int64_t)(uintptr_t)memory;
	returned->found.heap.usable = memory ? malloc_usable_size(memory) : 0;
}

/* glibc before 2.33 has only mallinfo(3), whose figures are ints. */
#if defined(HAVE_MALLINFO2)
#define INFO mallinfo2
#elif defined(HAVE_MALLINFO)
#define INFO mallinfo
#endif
#define NAME_OF(name) #name
#define INFO_NAME(name) NAME_OF(name)

#ifdef INFO
const char *const heap_info_call = INFO_NAME(INFO);

bool heap_info_wraps(void)
{
	return sizeof(((struct INFO *)NULL)->arena) < sizeof(uint64_t);
}

#define FIGURE(figure)                                                         \
	(sizeof(figure) < sizeof(uint64_t) ? (uint64_t)(unsigned)(figure)      \
					   : (uint64_t)(figure))
#else
const char *const heap_info_call = NULL;

bool heap_info_wraps(void)
{
	return false;
}
#endif

/* The figures of all arenas; walks each list of free chunks. */
void heap_settle(const struct call *call, struct returned *returned)
{
#ifdef INFO
	SUBJECT_STATE static bool foreign;
	struct INFO info;

	if (!call->ask_heap)
		return;
	info = INFO();
	/*
	 * It returned a block but has none: another allocator did, as under
	 * valgrind.
	 */
	if (command_kind(call->command)->makes == MADE_MEMORY &&
		returned->value && !info.arena && !info.hblkhd)
		foreign = true;
	if (foreign)
		return;
	returned->found.heap.has_info = 1;
	returned->found.heap.in_use =
		FIGURE(info.uordblks) + FIGURE(info.hblkhd);
	returned->found.heap.free = FIGURE(info.fordblks);
	returned->found.heap.mapped = FIGURE(info.hblkhd);
	returned->found.heap.trimmable = FIGURE(info.keepcost);
#else
	(void)call;
	(void)returned;
#endif
}
