/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Socket filters: of a filter that is attached the kernel keeps a copy as it
 * was given, for SO_GET_FILTER: kmemdup() of so many bytes with GFP_KERNEL
 * (bpf_prog_store_orig_filter() of net/core/filter.c).
 */
#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observer/keeper.h"

enum { INSTRUCTIONS = KEEP_FILTER_MAX / sizeof(struct sock_filter) };

static struct sock_filter instructions[INSTRUCTIONS];

/* "drop everything", as often as it takes. */
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

void keep_filters(const struct keeping *keeping, struct kept *kept)
{
	struct sock_fprog filter = filter_of(keeping->size);

	for (; kept->made < keeping->count; kept->made++) {
		int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

		kept->call = "socket(2)";
		if (fd == -1)
			break;
		kept->call = "setsockopt(SO_ATTACH_FILTER)";
		if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
			    sizeof(filter)) == 0)
			continue;
		kept->error = errno;
		close(fd);
		return;
	}
	if (kept->made < keeping->count)
		kept->error = errno;
}
