/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the subject: what the allocator gave, and what it says of itself. */
#include <errno.h>
#include <malloc.h>

#include "commands/heap.h"
#include "config.h"

uintptr_t heap_code(void)
{
	return (uintptr_t)malloc;
}

void heap_gave(struct returned *r, void *memory)
{
	/* NULL of malloc(0) is no failure, and has no errno. */
	r->error = memory ? 0 : errno;
	act_end(r);
	r->value = (int64_t)(uintptr_t)memory;
	r->detail[HEAP_USABLE] = memory ? malloc_usable_size(memory) : 0;
	r->details = HEAP_DETAILS;
}

/* Figures of all arenas; a walk through each list of free chunks. */
void heap_settle(const struct call *call, struct returned *r)
{
#ifdef HAVE_MALLINFO2
	struct mallinfo2 info;

	if (!call->ask_heap)
		return;
	info = mallinfo2();
	r->detail[HEAP_HAS_INFO] = 1;
	r->detail[HEAP_IN_USE] = info.uordblks + info.hblkhd;
	r->detail[HEAP_FREE] = info.fordblks;
	r->detail[HEAP_MAPPED] = info.hblkhd;
	r->detail[HEAP_TRIMMABLE] = info.keepcost;
#else
	(void)call;
	(void)r;
#endif
}
