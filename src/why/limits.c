/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the process, of the system and of its control group. */
#include <linux/capability.h>
#include <sys/resource.h>

#include "why/inquiry.h"

/* mlock(2): what is locked may not pass RLIMIT_MEMLOCK without CAP_IPC_LOCK. */
static bool memlock_limit(const struct inquiry *q, struct cause *c)
{
	uint64_t limit, locked = 0, asked = q->call->length;

	if (!inquiry_limit(q, RLIMIT_MEMLOCK, &limit) ||
		inquiry_capable(q, CAP_IPC_LOCK))
		return false;
	inquiry_status(q, "VmLck", &locked);
	if (asked <= limit && locked <= limit - asked)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(asked));
	cause_fact(c, "locked", "locked ", as_bytes(locked));
	cause_fact(c, "limit", "RLIMIT_MEMLOCK ", as_bytes(limit));
	cause_text(c, "capability", "", "no CAP_IPC_LOCK");
	cause_try(c, "ulimit -l %llu",
		(unsigned long long)((asked + locked + 1023) / 1024));
	cause_try(c, "docker run --ulimit memlock=%llu ...",
		(unsigned long long)(asked + locked));
	return cause_says(c, "it would pass the limit on locked memory");
}

static const struct cause_row rows[] = {
	{"memlock-limit", "mlock=ENOMEM,EPERM mmap=EAGAIN",
		"it would pass the limit on locked memory",
		"ulimit -l KIB, or CAP_IPC_LOCK", memlock_limit},
};

const struct cause_table causes_of_limits = {
	rows, sizeof(rows) / sizeof(*rows)};
