/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the process: getrlimit(2). */
#include <errno.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <sys/resource.h>

#include "why/heap/allocator.h"
#include "why/limits/growth.h"
#include "why/telling.h"
#include "words/array.h"

/* The next process does not have its addresses where this one has them. */
enum { ROOM = 1 << 20 };

/* mlock(2): what is locked may not pass RLIMIT_MEMLOCK without CAP_IPC_LOCK. */
static bool memlock_limit(const struct inquiry *q, struct cause *c)
{
	bool moves_break = asks(q, &command_brk) || asks(q, &command_sbrk);
	struct locking l;

	if (!refused_by_memlock(q, &l))
		return false;
	/* Nothing shows whether new memory is to be locked. */
	c->verified = !moves_break;
	c->spare = moves_break;
	cause_fact(c, "asked", l.all ? "all is " : "asked ", as_bytes(l.asked));
	cause_fact(c, "locked", "locked ", as_bytes(l.locked));
	cause_fact(c, "limit", "RLIMIT_MEMLOCK ", as_bytes(l.limit));
	cause_text(c, "capability", "",
		inquiry_capable_elsewhere(q, CAP_IPC_LOCK)
			? "CAP_IPC_LOCK in a user namespace only"
			: "no CAP_IPC_LOCK");
	l.asked += l.all ? ROOM : l.locked + growth_of(q).rest;
	cause_try_limit(c, q, RLIMIT_MEMLOCK, 'l', l.asked);
	cause_try(c, "docker run --ulimit memlock=%" PRIu64 " ...", l.asked);
	if (l.limit == 0 && q->error == EPERM)
		return cause_says(c, "the limit on locked memory is 0");
	if (moves_break)
		return cause_says(c, "with MCL_FUTURE it would pass the limit");
	if (q->signal)
		return cause_says(c, "the stack is locked: to grow it would "
				     "pass the limit on locked memory");
	return cause_says(c, "it would pass the limit on locked memory");
}

/*
 * Whether what is asked for passes the limit.  An allocator may ask the kernel
 * for more than a block, and nobody knows how much: then it may be the limit.
 */
static bool passes(const struct inquiry *q, struct cause *c, uint64_t asked,
	uint64_t has, uint64_t limit)
{
	if (asked > limit || has > limit - asked)
		return true;
	c->verified = false;
	c->spare = true;
	return command_has_trait(q->command, CALL_USES_HEAP);
}

/* What the call asks for; an allocator asks the kernel for more than a block.
 */
static void tell_asked(const struct inquiry *q, struct cause *c, uint64_t asked)
{
	bool batch = command_has_trait(q->command, CALL_USES_HEAP) &&
		     allocator_batch(q) == asked;

	cause_fact(c, "asked", batch ? "the allocator asks for " : "asked ",
		as_bytes(asked));
}

/*
 * The limit under which it would have passed; where it is not known how much
 * was asked for, at least more than is allowed now.
 */
static uint64_t enough(
	const struct cause *c, uint64_t all, uint64_t has, uint64_t limit)
{
	return all + (c->verified ? has : limit) + ROOM;
}

/* setrlimit(2), RLIMIT_AS: the size of the address space. */
static bool as_limit(const struct inquiry *q, struct cause *c)
{
	struct growth growth = growth_of(q);
	uint64_t asked = growth.space, limit, mapped, all;

	if (!asked || !inquiry_limit(q, RLIMIT_AS, &limit) ||
		!inquiry_status(q, "VmSize", &mapped) ||
		!passes(q, c, asked, mapped, limit))
		return false;
	all = growth_in_all(q, asked) + growth.rest;
	tell_asked(q, c, asked);
	cause_fact(c, "mapped", "mapped ", as_bytes(mapped));
	cause_fact(c, "limit", "RLIMIT_AS ", as_bytes(limit));
	cause_try_limit(c, q, RLIMIT_AS, 'v', enough(c, all, mapped, limit));
	return cause_says(c, "it %s pass the limit on address space",
		c->verified ? "would" : "may");
}

/*
 * RLIMIT_DATA: private writable memory.  The break has a rule of its own,
 * start_brk and the data segment, of which VmData has all and more.
 */
static bool data_limit(const struct inquiry *q, struct cause *c)
{
	uint64_t asked = growth_of(q).data, limit, data, most;

	if (!asked || !inquiry_limit(q, RLIMIT_DATA, &limit) ||
		!inquiry_status(q, "VmData", &data) ||
		!passes(q, c, asked, data, limit))
		return false;
	most = enough(c, growth_in_all(q, asked), data, limit);
	tell_asked(q, c, asked);
	cause_fact(c, "data", "has ", as_bytes(data));
	cause_fact(c, "limit", "RLIMIT_DATA ", as_bytes(limit));
	cause_try_limit(c, q, RLIMIT_DATA, 'd', most);
	cause_try(c, "docker run --ulimit data=%" PRIu64 " ...", most);
	return cause_says(c, "it %s pass the limit on private writable memory",
		c->verified ? "would" : "may");
}

static const struct cause_row rows[] = {
	{"memlock-limit",
		"mlock=ENOMEM,EPERM mlockall=ENOMEM,EPERM mmap=EAGAIN,EPERM "
		"mremap=EAGAIN brk=ENOMEM sbrk=ENOMEM "
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it would pass the limit on locked memory",
		"ulimit -l KIB, or CAP_IPC_LOCK", memlock_limit},
	{"as-limit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM brk=ENOMEM sbrk=ENOMEM "
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it would pass the limit on address space", "ulimit -v KIB",
		as_limit},
	{"data-limit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM brk=ENOMEM "
		"sbrk=ENOMEM",
		"it would pass the limit on private writable memory",
		"ulimit -d KIB", data_limit},
};

const struct cause_table causes_of_limits = {rows, ARRAY_SIZE(rows)};
