/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/children.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "command/act.h"
#include "words/uapi.h"

SUBJECT_STATE struct act_children act_children;

static void close_links(uint64_t kept)
{
	for (uint32_t i = 0; i < act_children.count; i++) {
		if (i == kept)
			continue;
		close(act_children.links[i].channel);
		close(act_children.links[i].recording);
	}
	act_children.count = 0;
}

void children_keep(uint64_t n)
{
	close(act_children.ready[0]);
	close_links(n);
}

void children_await(void)
{
	char byte;
	ssize_t got;

	if (act_children.count == 0)
		return;
	close(act_children.ready[1]);
	do
		got = read(act_children.ready[0], &byte, 1);
	while (got == -1 && errno == EINTR);
	close(act_children.ready[0]);
	close_links(FORKS_MOST);
}

/* The page was resident and ours, so it can be written. */
UNSANITIZED static void write_page(uint64_t address)
{
	volatile char *byte = (volatile char *)(uintptr_t)address;

	*byte = *byte;
}

void children_write_own(const struct call *call)
{
	struct own_range own;

	for (size_t i = 0; i + sizeof(own) <= call->text_length;
		i += sizeof(own)) {
		memcpy(&own, call->text + i, sizeof(own));
		if (madvise((void *)(uintptr_t)own.start, own.end - own.start,
			    MADV_POPULATE_WRITE) == 0)
			continue;
		/* Before Linux 5.14, or if a filter refuses it. */
		if (errno != EINVAL && errno != ENOSYS && errno != EPERM)
			continue;
		for (uint64_t at = own.start; at < own.end;
			at += call->page_size)
			write_page(at);
	}
}
