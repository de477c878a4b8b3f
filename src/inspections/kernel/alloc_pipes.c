/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pipes: F_SETPIPE_SZ allocates an array with one slot per page, with
 * GFP_KERNEL_ACCOUNT (fs/pipe.c, pipe_resize_ring()); a slot, struct
 * pipe_buffer, is five words on 64-bit machines, and six on 32-bit.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "inspections/kernel/alloc_process.h"

enum { SLOT = sizeof(void *) == 8 ? 40 : 24, SLOTS_MAX = 256 };

uint64_t alloc_pipe_slots(uint64_t size)
{
	for (uint64_t slots = 1; slots <= SLOTS_MAX; slots *= 2)
		if (slots * SLOT == size)
			return slots;
	return 0;
}

void alloc_pipes(const struct alloc_order *order, struct allocated *allocated)
{
	uint64_t slots = alloc_pipe_slots(order->size);
	int bytes = (int)(slots * (uint64_t)sysconf(_SC_PAGESIZE));

	for (; allocated->made < order->count; allocated->made++) {
		int ends[2];

		allocated->call = "pipe(2)";
		if (pipe2(ends, O_CLOEXEC) == -1)
			break;
		allocated->call = "fcntl(F_SETPIPE_SZ)";
		if (fcntl(ends[1], F_SETPIPE_SZ, bytes) != -1)
			continue;
		allocated->error = errno;
		close(ends[0]);
		close(ends[1]);
		return;
	}
	if (allocated->made < order->count)
		allocated->error = errno;
}
