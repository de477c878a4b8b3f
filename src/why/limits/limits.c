/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the process: getrlimit(2). */
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/resource.h>

#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "why/limits/growth.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/limits.h"

/* Slack: addresses differ from process to process. */
enum { ROOM = 1 << 20 };

/* A limit that is enough for the whole step, or the right to pass it. */
static void try_to_lock_more(const struct diagnosis *d, struct cause *c,
	const struct locking *locking)
{
	uint64_t enough = locking->asked;

	/* To lock the same memory again takes no more. */
	if (!locking->all && (!asks(d, &command_mlock) || d->call->blocks))
		enough = growth_in_all(d, enough);
	if (!locking->all)
		enough += locking->locked + growth_of(d).rest;
	/* An allocator asks for more than its blocks. */
	if (locking->all || command_has_trait(d->command, CALL_USES_HEAP))
		enough += ROOM;
	cause_try_limit(c, d, RLIMIT_MEMLOCK, enough);
	if (diagnosis_in_first_namespace(d))
		cause_try(c, "docker run --cap-add IPC_LOCK ..., or "
			     "capabilities.add of a pod");
}

/*
 * mlock(2): without CAP_IPC_LOCK, locked memory may not exceed RLIMIT_MEMLOCK.
 */
static bool memlock_limit(const struct diagnosis *d, struct cause *c)
{
	bool moves_break = asks(d, &command_brk) || asks(d, &command_sbrk);
	bool heap = command_has_trait(d->command, CALL_USES_HEAP);
	bool future = d->record->future_locked;
	struct locking locking;
	uint64_t pinned;

	if (((heap || asks(d, &command_thread)) && !future) ||
		!refused_by_memlock(d, &locking))
		return false;
	/* Nothing else shows whether new memory will be locked (MCL_FUTURE). */
	c->verified = future || !moves_break;
	c->spare = !c->verified;
	cause_fact(c, "asked", locking.all ? "all memory " : "asked ",
		as_bytes(locking.asked));
	cause_fact(c, "locked", "locked ", as_bytes(locking.locked));
	if (diagnosis_status(d, "VmPin", &pinned) && pinned)
		cause_fact(c, "pinned", "pinned ", as_bytes(pinned));
	cause_limit(c, d, RLIMIT_MEMLOCK, "RLIMIT_MEMLOCK ", locking.limit);
	cause_text(c, "capability", "",
		diagnosis_capable_elsewhere(d, CAP_IPC_LOCK)
			? "CAP_IPC_LOCK only in a user namespace"
			: "no CAP_IPC_LOCK");
	try_to_lock_more(d, c, &locking);
	if (locking.limit == 0 && d->error == EPERM)
		return cause_says(c, "the limit on locked memory is 0");
	if (moves_break || heap || asks(d, &command_thread))
		return cause_says(c,
			"with MCL_FUTURE it would exceed the limit on locked "
			"memory");
	if (d->signal)
		return cause_says(c, "the stack is locked: growing it would "
				     "exceed the limit on locked memory");
	return cause_says(c, "it would exceed the limit on locked memory");
}

/*
 * Whether the request exceeds the limit.  An allocator may ask the kernel for
 * an unknown amount beyond the block: then the limit is only a possible cause.
 */
static bool passes(const struct diagnosis *d, struct cause *c, uint64_t asked,
	uint64_t has, uint64_t limit)
{
	if (asked > limit || has > limit - asked)
		return true;
	c->verified = false;
	c->spare = true;
	return command_has_trait(d->command, CALL_USES_HEAP);
}

/*
 * Add the requested size; an allocator asks the kernel for more than a block.
 */
static void explain_asked(
	const struct diagnosis *d, struct cause *c, uint64_t asked)
{
	bool batch = command_has_trait(d->command, CALL_USES_HEAP) &&
		     allocator_batch(d) == asked;

	cause_fact(c, "asked", batch ? "the allocator asks for " : "asked ",
		as_bytes(asked));
}

/*
 * A sufficient limit; if the requested size is unknown, at least more than the
 * current limit.
 */
static uint64_t enough(
	const struct cause *c, uint64_t all, uint64_t has, uint64_t limit)
{
	return all + (c->verified ? has : limit) + ROOM;
}

/* setrlimit(2), RLIMIT_AS: the size of the address space. */
static bool as_limit(const struct diagnosis *d, struct cause *c)
{
	struct growth growth = growth_of(d);
	uint64_t asked = growth.space, limit, mapped, all;

	if (!asked || !diagnosis_limit(d, RLIMIT_AS, &limit) ||
		!diagnosis_status(d, "VmSize", &mapped) ||
		!passes(d, c, asked, mapped, limit))
		return false;
	all = growth_in_all(d, asked) + growth.rest;
	explain_asked(d, c, asked);
	cause_fact(c, "mapped", "mapped ", as_bytes(mapped));
	cause_limit(c, d, RLIMIT_AS, "RLIMIT_AS ", limit);
	cause_try_limit(c, d, RLIMIT_AS, enough(c, all, mapped, limit));
	return cause_says(c, "it %s exceed the limit on address space",
		c->verified ? "would" : "may");
}

/*
 * RLIMIT_DATA: private writable memory.  For the break the kernel counts from
 * start_brk, plus the data segment; VmData includes both.
 */
static bool data_limit(const struct diagnosis *d, struct cause *c)
{
	uint64_t asked = growth_of(d).data, limit, data, most;

	if (!asked || !diagnosis_limit(d, RLIMIT_DATA, &limit) ||
		!diagnosis_status(d, "VmData", &data) ||
		!passes(d, c, asked, data, limit))
		return false;
	most = enough(c, growth_in_all(d, asked), data, limit);
	explain_asked(d, c, asked);
	cause_fact(c, "data", "has ", as_bytes(data));
	cause_limit(c, d, RLIMIT_DATA, "RLIMIT_DATA ", limit);
	cause_try_limit(c, d, RLIMIT_DATA, most);
	return cause_says(c,
		"it %s exceed the limit on private writable memory",
		c->verified ? "would" : "may");
}

/* The limit that ended it, in seconds: SIGKILL is sent at the hard one. */
static uint64_t cpu_seconds(const struct diagnosis *d)
{
	const struct set_limit *set = diagnosis_set_limit(d, RLIMIT_CPU);
	struct rlimit is = {RLIM_INFINITY, RLIM_INFINITY};

	if (set)
		return d->signal == SIGKILL ? set->hard : set->soft;
	getrlimit(RLIMIT_CPU, &is);
	if (d->signal == SIGKILL)
		is.rlim_cur = is.rlim_max;
	return is.rlim_cur == RLIM_INFINITY ? LIMIT_UNLIMITED : is.rlim_cur;
}

/*
 * getrlimit(2): time of all threads.  The kernel counts it at its ticks, so
 * that what is told afterwards may be less.  Anybody may send SIGKILL.
 */
static bool cpu_limit(const struct diagnosis *d, struct cause *c)
{
	const struct set_limit *set = diagnosis_set_limit(d, RLIMIT_CPU);
	int64_t used = d->record->performer ? d->record->performer->cpu_ns : 0;
	uint64_t seconds = cpu_seconds(d);

	if (seconds == LIMIT_UNLIMITED)
		return false;
	if (d->signal == SIGKILL && used / 500000000 < (int64_t)seconds)
		return false;
	c->verified =
		d->signal == SIGXCPU || used / 750000000 >= (int64_t)seconds;
	cause_limit(c, d, RLIMIT_CPU, "RLIMIT_CPU in seconds: ", seconds);
	cause_fact(c, "used", used ? "used " : NULL,
		used ? as_duration(used) : as_null());
	if (set) {
		cause_try(c, "setrlimit RLIMIT_CPU=unlimited in step %d",
			set->step);
	} else {
		cause_try(c, "ulimit -t unlimited");
		cause_try(c, "LimitCPU=infinity, in a systemd unit");
	}
	return cause_says(c, "it used up the processor time that it may use");
}

static const struct cause_row rows[] = {
	{"memlock-limit",
		"mlock=ENOMEM,EPERM mlockall=ENOMEM,EPERM mmap=EAGAIN,EPERM "
		"mremap=EAGAIN brk=ENOMEM sbrk=ENOMEM "
		"thread=EAGAIN " HEAP_ENOMEM
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it would exceed the limit on locked memory",
		"ulimit -l KIB, LimitMEMLOCK=, or CAP_IPC_LOCK", memlock_limit},
	{"as-limit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM brk=ENOMEM sbrk=ENOMEM "
		"thread=EAGAIN "
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it would exceed the limit on address space", "ulimit -v KIB",
		as_limit},
	{"data-limit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM brk=ENOMEM "
		"sbrk=ENOMEM thread=EAGAIN",
		"it would exceed the limit on private writable memory",
		"ulimit -d KIB", data_limit},
	{"cpu-limit", "*=SIGXCPU,SIGKILL",
		"it used up the processor time that it may use",
		"ulimit -t SECONDS", cpu_limit},
};

const struct cause_table causes_of_limits = {rows, ARRAY_SIZE(rows)};
