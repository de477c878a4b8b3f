/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/write_back.h"

#include <linux/futex.h>
#include <unistd.h>

#include "command/act.h"
#include "command/command.h"

enum { WINDOW = SCRATCH_SIZE / sizeof(uint64_t) };

/* Present, or swapped out: Documentation/admin-guide/mm/pagemap.rst. */
static const uint64_t HAS_PAGE = UINT64_C(3) << 62;

SUBJECT_STATE static int pagemap = -1;

static uint64_t read_entries(uint64_t first, uint64_t count)
{
	ssize_t got = pread(pagemap, act_scratch, count * sizeof(uint64_t),
		(off_t)(first * sizeof(uint64_t)));

	return got < 0 ? 0 : (uint64_t)got / sizeof(uint64_t);
}

static bool has_page(uint64_t entry)
{
	return ((const uint64_t *)(const void *)act_scratch)[entry] & HAS_PAGE;
}

void presence_by(int fd)
{
	uint64_t own = (uintptr_t)act_scratch / (uint64_t)getpagesize();

	/* Of the parent, after a fork. */
	if (pagemap != -1)
		close(pagemap);
	pagemap = fd;
	if (read_entries(own, 1) && has_page(0))
		return;
	close(fd);
	pagemap = -1;
}

void presence_read(
	struct presence *presence, const struct call *call, uint64_t address)
{
	uint64_t done = address - arg(call, ROLE_ADDR), left;
	uint64_t length = arg(call, ROLE_LENGTH);

	*presence = (struct presence){.first = address / call->page_size};
	if (pagemap == -1 || done >= length)
		return;
	/* The first and last pages may be covered partly. */
	left = (length - done - 1) / call->page_size + 2;
	presence->count =
		read_entries(presence->first, left < WINDOW ? left : WINDOW);
}

bool presence_covers(const struct presence *presence, const struct call *call,
	uint64_t address)
{
	return pagemap == -1 ||
	       address / call->page_size - presence->first < presence->count;
}

bool presence_at(const struct presence *presence, const struct call *call,
	uint64_t address)
{
	uint64_t entry = address / call->page_size - presence->first;

	return pagemap == -1 || entry >= presence->count || has_page(entry);
}

/*
 * Let the kernel OR 0 into a word atomically, which faults only for writing:
 * futex(2), FUTEX_WAKE_OP.  Nobody waits on either word.
 */
void bring_in(uint64_t address)
{
#ifdef SYS_futex
	SUBJECT_STATE static uint32_t other;

	syscall(SYS_futex, &other, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 0L, 0L,
		(uintptr_t)address & ~(uintptr_t)3,
		FUTEX_OP(FUTEX_OP_OR, 0, FUTEX_OP_CMP_LT, 0));
#else
	(void)address;
#endif
}
