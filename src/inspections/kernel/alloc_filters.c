/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Socket filters: the kernel keeps a copy of an attached filter for
 * SO_GET_FILTER, by kmemdup() of its size with GFP_KERNEL (net/core/filter.c,
 * bpf_prog_store_orig_filter()).
 */
#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include "inspections/kernel/alloc_process.h"

enum { INSTRUCTIONS = ALLOC_FILTER_MAX / sizeof(struct sock_filter) };

static struct sock_filter instructions[INSTRUCTIONS];

/* "drop everything", repeated to fill SIZE. */
static struct sock_fprog filter_of(uint64_t size)
{
	uint64_t count = size / sizeof(struct sock_filter);

	if (count > INSTRUCTIONS)
		count = INSTRUCTIONS;
	for (uint64_t i = 0; i < count; i++)
		instructions[i] =
			(struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	return (struct sock_fprog){(unsigned short)count, instructions};
}

void alloc_filters(const struct alloc_order *order, struct allocated *allocated)
{
	struct sock_fprog filter = filter_of(order->size);

	for (; allocated->made < order->count; allocated->made++) {
		int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

		allocated->call = "socket(2)";
		if (fd == -1)
			break;
		allocated->call = "setsockopt(SO_ATTACH_FILTER)";
		if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
			    sizeof(filter)) == 0)
			continue;
		allocated->error = errno;
		close(fd);
		return;
	}
	if (allocated->made < order->count)
		allocated->error = errno;
}
