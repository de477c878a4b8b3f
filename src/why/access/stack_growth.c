/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a stack is too small, or did not grow down to the accessed address
 * (mm/vma.c).
 */
#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "proc/guard_gap.h"
#include "why/access/accesses.h"
#include "why/evidence.h"
#include "why/limits/growth.h"
#include "why/remedies.h"
#include "words/array.h"

/* Slack: addresses differ from process to process. */
enum { ROOM = 1 << 20 };

/* The fault's address, and the stack that should have grown to it. */
static bool should_have_grown(
	const struct diagnosis *d, uint64_t *address, struct mapping *stack)
{
	*address = d->record->fault_address;
	return d->record->has_fault_address && grows_to(d, *address, stack);
}

/* How far it had grown by then: the step may have touched it before. */
static uint64_t size_at_fault(
	const struct diagnosis *d, const struct mapping *stack)
{
	struct mapping now;

	if (diagnosis_mapping_after(d, stack->end - 1, &now))
		return now.end - now.start;
	return stack->end - stack->start;
}

/* RLIMIT_STACK counts from the end of the mapping. */
static bool stack_limit(const struct diagnosis *d, struct cause *c)
{
	uint64_t address, limit, needed, enough;
	struct mapping stack;

	if (!should_have_grown(d, &address, &stack) ||
		!diagnosis_limit(d, RLIMIT_STACK, &limit))
		return false;
	needed = stack.end - page_floor(d, address);
	if (needed <= limit)
		return false;
	cause_fact(c, "address", "at ", as_address(address));
	cause_fact(c, "needed", "a stack of ", as_bytes(needed));
	cause_fact(c, "size", "it has ", as_bytes(size_at_fault(d, &stack)));
	cause_limit(c, d, RLIMIT_STACK, "RLIMIT_STACK ", limit);
	enough = needed + growth_of(d).rest + ROOM;
	cause_try_limit(c, d, RLIMIT_STACK, enough);
	return cause_says(c, "the stack would have to grow beyond its limit");
}

/* The mapping below ADDRESS that is nearest to it, with its flags. */
static bool find_below(
	const struct diagnosis *d, uint64_t address, struct mapping *below)
{
	struct maps maps = diagnosis_maps(d);
	struct smaps_mapping detail;
	bool found = false;

	for (struct mapping m; maps_next(&maps, &m) && m.end <= address;) {
		*below = m;
		found = true;
	}
	if (found && smaps_at(d, below->start, &detail))
		*below = detail.mapping;
	return found;
}

/* Whatever its limit, a stack keeps this distance to the mapping below. */
static bool guard_gap(const struct diagnosis *d, struct cause *c)
{
	struct mapping stack, below;
	uint64_t address, gap;

	if (!should_have_grown(d, &address, &stack) ||
		!find_below(d, address, &below))
		return false;
	gap = guard_gap_above(&below, read_guard_gap());
	if (page_floor(d, address) - below.end >= gap)
		return false;
	cause_fact(c, "address", "at ", as_address(address));
	cause_mapping(c, &below);
	cause_fact(c, "start", NULL, as_address(below.start));
	cause_fact(c, "end", NULL, as_address(below.end));
	cause_fact(c, "distance", "distance ",
		as_bytes(page_floor(d, address) - below.end));
	cause_fact(c, "gap", "guard gap ", as_bytes(gap));
	return cause_says(c,
		"the stack would have to grow into the guard gap above "
		"another mapping");
}

/* The acting thread ran on it, or the accessed memory is on it. */
static struct span full_stack(const struct diagnosis *d)
{
	const struct performer *acting = d->record->acting;

	if (acting && acting->process &&
		(asks(d, &command_alloca) || d->record->traced))
		return acting->stack;
	return d->record->thread_stack;
}

/* Somebody touched a thread's memory from its first byte on. */
static bool guard_touched(const struct diagnosis *d, struct cause *c,
	const struct span *stack, uint64_t above)
{
	cause_fact(c, "address", "at ", as_address(fault_address(d)));
	cause_fact(
		c, "guard", "the guard has ", as_bytes(above - stack->start));
	cause_fact(
		c, "size", "the stack above it ", as_bytes(stack->end - above));
	cause_try_address(d, c, "addr", above);
	return cause_says(c, "the address is in the guard of a thread's stack");
}

/* The stack of a thread has its size from the start. */
static bool thread_stack(const struct diagnosis *d, struct cause *c)
{
	const struct record *record = d->record;
	struct span whole = full_stack(d);
	uint64_t address = fault_address(d), needed;
	struct mapping stack;

	if (!whole.end || !(record->has_fault_address || !d->signal) ||
		fault_missed(d) || !diagnosis_mapping(d, whole.end - 1, &stack))
		return false;
	if (stack.start < whole.start)
		stack.start = whole.start;
	if (address >= stack.start)
		return false;
	if (record->on && record->on->command == &command_thread)
		return guard_touched(d, c, &whole, stack.start);
	needed = whole.end - page_floor(d, address);
	cause_fact(c, "address", "at ", as_address(address));
	cause_fact(c, "needed", "a stack of ", as_bytes(needed));
	cause_fact(c, "size", "it has ", as_bytes(whole.end - stack.start));
	needed += growth_of(d).rest + ROOM;
	if (record->traced)
		cause_try(c, "pthread_attr_setstacksize(3) with %" PRIu64,
			needed);
	else
		cause_try(c, "thread %" PRIu64 "K", needed / 1024);
	return cause_says(c, "the thread's stack is full: it does not grow");
}

/* A thread waits for its steps on its own stack, which an earlier step took. */
static bool thread_stack_gone(const struct diagnosis *d, struct cause *c)
{
	const struct performer *thread = d->record->acting;
	uint64_t address = d->record->fault_address;
	bool known = d->record->has_fault_address, mapped;
	struct mapping stack;

	if (!thread || !thread->process ||
		(known && (address < thread->stack.start ||
				  address >= thread->stack.end)))
		return false;
	mapped = diagnosis_mapping(d, thread->stack.end - 1, &stack);
	if (mapped && strncmp(stack.perms, "rw", 2) == 0)
		return false;
	cause_fact(c, "address", known ? "at " : NULL,
		known ? as_address(address) : as_null());
	if (mapped)
		cause_mapping(c, &stack);
	return cause_says(c, mapped ? "the thread's stack is not accessible"
				    : "the thread's stack is not mapped");
}

/* pthread_attr_setstacksize(3); the C library's minimum. */
static bool small_stack(const struct diagnosis *d, struct cause *c)
{
	long least = sysconf(_SC_THREAD_STACK_MIN);

	if (least <= 0 || !typed(d, "stack-size") ||
		arg(d->call, ROLE_LENGTH) >= (uint64_t)least)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(arg(d->call, ROLE_LENGTH)));
	cause_fact(c, "least", "at least ", as_bytes((uint64_t)least));
	cause_try(c, "thread %ld", least);
	return cause_says(c, "it is less than PTHREAD_STACK_MIN");
}

static const struct cause_row rows[] = {
	{"stack-limit",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"the stack would have to grow beyond its limit",
		"ulimit -s KIB", stack_limit},
	{"stack-guard-gap",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"the stack would have to grow too close to another mapping",
		"map elsewhere, or boot with stack_guard_gap=PAGES", guard_gap},
	{"thread-stack",
		"alloca=SIGSEGV touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV "
		"usercopy=EFAULT,ok",
		"the thread's stack is full: it does not grow",
		"a larger stack-size", thread_stack},
	{"thread-stack-gone", "*=SIGSEGV",
		"the thread's stack is not mapped or not accessible", NULL,
		thread_stack_gone},
	{"small-stack", "thread=EINVAL", "it is less than PTHREAD_STACK_MIN",
		"thread 16384, or more", small_stack},
};

const struct cause_table causes_of_stack_growth = {rows, ARRAY_SIZE(rows)};
