/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pipes: F_SETPIPE_SZ gives a pipe an array of as many slots as it may hold
 * pages, with GFP_KERNEL_ACCOUNT (pipe_resize_ring() of fs/pipe.c); a slot, a
 * struct pipe_buffer, is five words on 64-bit machines, and six on 32-bit.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "observer/keeper.h"

enum { SLOT = sizeof(void *) == 8 ? 40 : 24, SLOTS_MAX = 256 };

uint64_t keep_pipe_slots(uint64_t size)
{
	for (uint64_t slots = 1; slots <= SLOTS_MAX; slots *= 2)
		if (slots * SLOT == size)
			return slots;
	return 0;
}

void keep_pipes(const struct keeping *keeping, struct kept *kept)
{
	uint64_t slots = keep_pipe_slots(keeping->size);
	int bytes = (int)(slots * (uint64_t)sysconf(_SC_PAGESIZE));

	for (; kept->made < keeping->count; kept->made++) {
		int ends[2];

		kept->call = "pipe(2)";
		if (pipe2(ends, O_CLOEXEC) == -1)
			break;
		kept->call = "fcntl(F_SETPIPE_SZ)";
		if (fcntl(ends[1], F_SETPIPE_SZ, bytes) != -1)
			continue;
		kept->error = errno;
		close(ends[0]);
		close(ends[1]);
		return;
	}
	if (kept->made < keeping->count)
		kept->error = errno;
}
