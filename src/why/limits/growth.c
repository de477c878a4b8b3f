/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Its sources: mm/vma.c, mm/mremap.c, mm/mmap.c. */
#include "why/limits/growth.h"

#include "acts/alloca.h"
#include "proc/read.h"
#include "why/heap/allocator.h"
#include "words/uapi.h"

/* MAP_NORESERVE has no effect with overcommit_memory 2. */
static bool unreserved(uint64_t flags)
{
	uint64_t mode = 0;

	read_number("/proc/sys/vm/overcommit_memory", &mode);
	return flags & MAP_NORESERVE && mode != 2;
}

static struct growth of_mmap(const struct diagnosis *d)
{
	const struct call *call = d->call;
	uint64_t type = arg(call, ROLE_FLAGS) & MAP_TYPE;
	bool private = type == MAP_PRIVATE || type == MAP_DROPPABLE;
	bool writable = arg(call, ROLE_PROT) & PROT_WRITE,
	     huge = arg(call, ROLE_FLAGS) & MAP_HUGETLB;
	uint64_t length = page_ceil(d, arg(call, ROLE_LENGTH));
	struct growth growth = {
		.space = length, .locked = arg(call, ROLE_FLAGS) & MAP_LOCKED};
	struct maps maps = diagnosis_maps(d);
	struct mapping m;

	if (private && writable && !(arg(call, ROLE_FLAGS) & MAP_GROWSDOWN))
		growth.data = length;
	if (!huge && !unreserved(arg(call, ROLE_FLAGS)) &&
		type != MAP_DROPPABLE &&
		(private ? writable
			 : (arg(call, ROLE_FLAGS) & MAP_ANONYMOUS) != 0))
		growth.commit = length;
	/* Replaced mappings are unmapped first. */
	while (arg(call, ROLE_FLAGS) & MAP_FIXED && maps_next(&maps, &m))
		growth.space -=
			overlap(&m, (struct range){arg(call, ROLE_ADDR),
					    arg(call, ROLE_ADDR) + length});
	return growth;
}

static struct growth of_mremap(const struct diagnosis *d)
{
	const struct call *call = d->call;
	uint64_t old = page_ceil(d, arg(call, ROLE_LENGTH));
	uint64_t new = page_ceil(d, arg(call, ROLE_NEW_LENGTH));
	uint64_t more = new > old ? new - old : 0;
	struct growth growth = {0};
	struct smaps_mapping m;

	if (arg(call, ROLE_FLAGS) & MREMAP_DONTUNMAP)
		more = old;
	if (!more || !smaps_at(d, arg(call, ROLE_ADDR), &m))
		return growth;
	growth.space = more;
	growth.locked = has_flag(&m, "lo");
	if (m.mapping.perms[1] == 'w' && m.mapping.perms[3] == 'p')
		growth.data = more;
	if (has_flag(&m, "ac"))
		growth.commit = more;
	return growth;
}

static struct growth of_break(const struct diagnosis *d)
{
	const struct snapshot *at = diagnosis_snapshot(d);
	uint64_t before = at ? at->program_break : 0;
	uint64_t wanted = asks(d, &command_brk)
				  ? arg(d->call, ROLE_ADDR)
				  : before + (uint64_t)signed_arg(
						     d->call, ROLE_INCREMENT);
	uint64_t from = page_ceil(d, before);
	uint64_t to = page_ceil(d, wanted);
	uint64_t more = wanted > before && to > from ? to - from : 0;

	return (struct growth){.space = more, .data = more, .commit = more};
}

/* Private memory counts as data once it is writable. */
static struct growth of_mprotect(const struct diagnosis *d)
{
	struct growth growth = {.largest = true};
	struct smaps_mapping m;
	struct smaps_walk walk;
	struct range range;

	if (!(arg(d->call, ROLE_PROT) & PROT_WRITE) || !range_of(d, &range))
		return growth;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m)) {
		uint64_t size = overlap(&m.mapping, range);

		if (m.mapping.perms[1] == 'w' || m.mapping.perms[3] != 'p')
			continue;
		growth.data += size;
		if (has_flag(&m, "ac") || has_flag(&m, "ht") ||
			has_flag(&m, "nr"))
			continue;
		growth.commit += size;
		if (size > growth.largest_part)
			growth.largest_part = size;
	}
	return growth;
}

/* What a child would get a copy of (kernel/fork.c, dup_mmap). */
static struct growth of_fork(const struct diagnosis *d)
{
	struct growth growth = {.largest = true};
	struct smaps_walk walk =
		smaps_walk_of(d, (struct range){0, UINT64_MAX});
	struct smaps_mapping m;

	while (smaps_walk_next(&walk, &m)) {
		uint64_t size = m.mapping.end - m.mapping.start;

		if (!has_flag(&m, "ac") || has_flag(&m, "dc"))
			continue;
		growth.commit += size;
		if (size > growth.largest_part)
			growth.largest_part = size;
	}
	return growth;
}

/* The C library maps the stack without access, and then makes it writable. */
static struct growth of_thread(const struct diagnosis *d)
{
	const struct thread_findings *found = &d->record->returned.found.thread;
	uint64_t stack = page_ceil(d, found->stack_size);

	return (struct growth){.space = stack + page_ceil(d, found->guard_size),
		.data = stack,
		.commit = stack};
}

/* A part of a stack that a call split off has the flag, but no name. */
static bool grows_down(const struct diagnosis *d, const struct mapping *m)
{
	struct smaps_mapping detail;

	return is_stack(m) ||
	       (smaps_at(d, m->start, &detail) && has_flag(&detail, "gd"));
}

/* ADDRESS is in a gap, and the mapping above is a stack (mm/mmap.c). */
bool grows_to(const struct diagnosis *d, uint64_t address, struct mapping *m)
{
	struct maps maps = diagnosis_maps(d);

	while (maps_next(&maps, m))
		if (m->end > address)
			return m->start > address && grows_down(d, m);
	return false;
}

/*
 * What a recursion would still need below ADDRESS, where it faulted.  Of a
 * traced program nobody knows.
 */
static uint64_t rest_of_recursion(const struct diagnosis *d, uint64_t address)
{
	enum { UNKNOWN = 1 << 20 };
	const struct stack_findings *stack = &d->record->returned.found.stack;
	uint64_t before = stack->pointer_before, size, all;

	if (d->record->traced)
		return UNKNOWN;
	if (!asks(d, &command_alloca) || !arg(d->call, ROLE_FRAMES) ||
		before < address)
		return 0;
	size = stack->reached ? (before - stack->pointer_after) / stack->reached
			      : arg(d->call, ROLE_LENGTH);
	if (__builtin_mul_overflow(size, arg(d->call, ROLE_FRAMES), &all) ||
		all <= before - address)
		return 0;
	return page_ceil(d, all - (before - address));
}

static struct growth of_stack(const struct diagnosis *d)
{
	uint64_t address = d->record->fault_address;
	struct smaps_mapping detail;
	struct mapping stack;
	uint64_t more;

	if (d->record->acting && d->record->acting->process)
		return (struct growth){.rest = rest_of_recursion(d, address)};
	if (!d->record->has_fault_address || !grows_to(d, address, &stack))
		return (struct growth){0};
	more = stack.start - page_floor(d, address);
	return (struct growth){.space = more,
		.commit = more,
		.rest = rest_of_recursion(d, address),
		.locked = smaps_at(d, stack.start, &detail) &&
			  has_flag(&detail, "lo")};
}

/* A block needs at least its size; the allocator may add more. */
static struct growth of_heap(const struct diagnosis *d)
{
	uint64_t needs = allocator_needs(d);
	uint64_t more = needs > UINT64_MAX - d->page ? 0 : page_ceil(d, needs);
	uint64_t batch = allocator_batch(d);

	if (batch > more)
		more = batch;
	return (struct growth){.space = more, .data = more, .commit = more};
}

struct growth growth_of(const struct diagnosis *d)
{
	struct growth growth = {0};

	/* Near the end the rounding wraps around to a request for nothing. */
	if (arg(d->call, ROLE_LENGTH) > UINT64_MAX - d->page ||
		arg(d->call, ROLE_NEW_LENGTH) > UINT64_MAX - d->page)
		return growth;
	if (d->signal)
		growth = of_stack(d);
	else if (command_has_trait(d->command, CALL_USES_HEAP))
		growth = of_heap(d);
	else if (asks(d, &command_mmap))
		growth = of_mmap(d);
	else if (asks(d, &command_mremap))
		growth = of_mremap(d);
	else if (asks(d, &command_brk) || asks(d, &command_sbrk))
		growth = of_break(d);
	else if (asks(d, &command_mprotect))
		growth = of_mprotect(d);
	else if (asks(d, &command_fork))
		growth = of_fork(d);
	else if (asks(d, &command_thread))
		growth = of_thread(d);
	if (!growth.largest)
		growth.largest_part = growth.commit;
	return growth;
}

uint64_t growth_in_all(const struct diagnosis *d, uint64_t asked)
{
	enum { OWN_MAPPING = 128 * 1024, HEAD = 4 * sizeof(size_t) };
	uint64_t left = diagnosis_calls_left(d);
	uint64_t each = asked + d->page, all;

	if (left <= 1)
		return asked;
	if (command_has_trait(d->command, CALL_USES_HEAP) &&
		allocator_needs(d) < OWN_MAPPING)
		each = allocator_needs(d) + HEAD;
	if (__builtin_mul_overflow(left, each, &all) || all < asked)
		return asked;
	return all;
}
