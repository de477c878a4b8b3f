/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the subject: what the allocator gave, and what it says of itself. */
#include <errno.h>
#include <malloc.h>

#include "acts/heap.h"
#include "config.h"

uintptr_t heap_code(void)
{
	return (uintptr_t)malloc;
}

/* Their product may be 0 although neither is. */
static bool asks_for_bytes(const struct call *call)
{
	bool array = command_find_role(call->command, ROLE_NMEMB) >= 0;

	return arg(call, ROLE_LENGTH) && (!array || arg(call, ROLE_NMEMB));
}

void heap_gave(const struct call *call, struct returned *r, void *memory)
{
	r->error = memory ? 0 : errno;
	act_end(r);
	/* NULL for no bytes is no failure. */
	r->refused = !memory && !r->error && asks_for_bytes(call);
	r->value = (int64_t)(uintptr_t)memory;
	r->found.heap.usable = memory ? malloc_usable_size(memory) : 0;
}

/* Before glibc 2.33 there is only mallinfo(3), whose figures are ints. */
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

/* Figures of all arenas; a walk through each list of free chunks. */
void heap_settle(const struct call *call, struct returned *r)
{
#ifdef INFO
	SUBJECT_STATE static bool foreign;
	struct INFO info;

	if (!call->ask_heap)
		return;
	info = INFO();
	/* It gave a block, and has none: somebody else did, as valgrind does.
	 */
	if (command_kind(call->command)->makes == MADE_MEMORY && r->value &&
		!info.arena && !info.hblkhd)
		foreign = true;
	if (foreign)
		return;
	r->found.heap.has_info = 1;
	r->found.heap.in_use = FIGURE(info.uordblks) + FIGURE(info.hblkhd);
	r->found.heap.free = FIGURE(info.fordblks);
	r->found.heap.mapped = FIGURE(info.hblkhd);
	r->found.heap.trimmable = FIGURE(info.keepcost);
#else
	(void)call;
	(void)r;
#endif
}
