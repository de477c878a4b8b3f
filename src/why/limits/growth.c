/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Its sources: mm/vma.c, mm/mremap.c, mm/mmap.c. */
#include "why/limits/growth.h"

#include "acts/alloca.h"
#include "proc/read.h"
#include "why/heap/allocator.h"
#include "words/uapi.h"

/* MAP_NORESERVE counts for nothing where promises are kept strictly. */
static bool unreserved(uint64_t flags)
{
	uint64_t mode = 0;

	read_number("/proc/sys/vm/overcommit_memory", &mode);
	return flags & MAP_NORESERVE && mode != 2;
}

static struct growth of_mmap(const struct inquiry *q)
{
	const struct call *c = q->call;
	uint64_t type = arg(c, ROLE_FLAGS) & MAP_TYPE;
	bool private = type == MAP_PRIVATE || type == MAP_DROPPABLE;
	bool writable = arg(c, ROLE_PROT) & PROT_WRITE,
	     huge = arg(c, ROLE_FLAGS) & MAP_HUGETLB;
	uint64_t length = page_ceil(q, arg(c, ROLE_LENGTH));
	struct growth g = {
		.space = length, .locked = arg(c, ROLE_FLAGS) & MAP_LOCKED};
	struct maps maps = inquiry_maps(q);
	struct mapping m;

	if (private && writable && !(arg(c, ROLE_FLAGS) & MAP_GROWSDOWN))
		g.data = length;
	if (!huge && !unreserved(arg(c, ROLE_FLAGS)) && type != MAP_DROPPABLE &&
		(private ? writable
			 : (arg(c, ROLE_FLAGS) & MAP_ANONYMOUS) != 0))
		g.commit = length;
	/* What it replaces is given back first. */
	while (arg(c, ROLE_FLAGS) & MAP_FIXED && maps_next(&maps, &m))
		g.space -= overlap(&m, (struct range){arg(c, ROLE_ADDR),
					       arg(c, ROLE_ADDR) + length});
	return g;
}

static struct growth of_mremap(const struct inquiry *q)
{
	const struct call *c = q->call;
	uint64_t old = page_ceil(q, arg(c, ROLE_LENGTH));
	uint64_t new = page_ceil(q, arg(c, ROLE_NEW_LENGTH));
	uint64_t more = new > old ? new - old : 0;
	struct growth g = {0};
	struct smaps_mapping m;

	if (arg(c, ROLE_FLAGS) & MREMAP_DONTUNMAP)
		more = old;
	if (!more || !smaps_at(q, arg(c, ROLE_ADDR), &m))
		return g;
	g.space = more;
	g.locked = has_flag(&m, "lo");
	if (m.mapping.perms[1] == 'w' && m.mapping.perms[3] == 'p')
		g.data = more;
	if (has_flag(&m, "ac"))
		g.commit = more;
	return g;
}

static struct growth of_break(const struct inquiry *q)
{
	const struct snapshot *at = inquiry_snapshot(q);
	uint64_t before = at ? at->program_break : 0;
	uint64_t wanted = asks(q, &command_brk)
				  ? arg(q->call, ROLE_ADDR)
				  : before + (uint64_t)signed_arg(
						     q->call, ROLE_INCREMENT);
	uint64_t from = page_ceil(q, before);
	uint64_t to = page_ceil(q, wanted);
	uint64_t more = wanted > before && to > from ? to - from : 0;

	return (struct growth){.space = more, .data = more, .commit = more};
}

/* Private memory counts as data from when it may be written. */
static struct growth of_mprotect(const struct inquiry *q)
{
	struct growth g = {.largest = true};
	struct smaps_mapping m;
	struct smaps_walk walk;
	struct range range;

	if (!(arg(q->call, ROLE_PROT) & PROT_WRITE) || !range_of(q, &range))
		return g;
	walk = smaps_walk_of(q, range);
	while (smaps_walk_next(&walk, &m)) {
		uint64_t size = overlap(&m.mapping, range);

		if (m.mapping.perms[1] == 'w' || m.mapping.perms[3] != 'p')
			continue;
		g.data += size;
		if (has_flag(&m, "ac") || has_flag(&m, "ht") ||
			has_flag(&m, "nr"))
			continue;
		g.commit += size;
		if (size > g.piece)
			g.piece = size;
	}
	return g;
}

/* The part of a stack that was cut off by a call has the flag, but no name. */
static bool grows_down(const struct inquiry *q, const struct mapping *m)
{
	struct smaps_mapping detail;

	return is_stack(m) ||
	       (smaps_at(q, m->start, &detail) && has_flag(&detail, "gd"));
}

/* It lies in a gap, and the mapping above is a stack (mm/mmap.c). */
bool grows_to(const struct inquiry *q, uint64_t address, struct mapping *m)
{
	struct maps maps = inquiry_maps(q);

	while (maps_next(&maps, m))
		if (m->end > address)
			return m->start > address && grows_down(q, m);
	return false;
}

/* What the frames of a recursion would need below ADDRESS, where it faulted. */
static uint64_t rest_of_recursion(const struct inquiry *q, uint64_t address)
{
	const struct stack_findings *stack = &q->record->returned.found.stack;
	uint64_t before = stack->pointer_before, size, all;

	if (!asks(q, &command_alloca) || !arg(q->call, ROLE_FRAMES) ||
		before < address)
		return 0;
	size = stack->reached ? (before - stack->pointer_after) / stack->reached
			      : arg(q->call, ROLE_LENGTH);
	if (__builtin_mul_overflow(size, arg(q->call, ROLE_FRAMES), &all) ||
		all <= before - address)
		return 0;
	return page_ceil(q, all - (before - address));
}

static struct growth of_stack(const struct inquiry *q)
{
	uint64_t address = q->record->fault_address;
	struct smaps_mapping detail;
	struct mapping stack;
	uint64_t more;

	if (!q->record->has_fault_address || !grows_to(q, address, &stack))
		return (struct growth){0};
	more = stack.start - page_floor(q, address);
	return (struct growth){.space = more,
		.commit = more,
		.rest = rest_of_recursion(q, address),
		.locked = smaps_at(q, stack.start, &detail) &&
			  has_flag(&detail, "lo")};
}

/* A block needs at least itself; what the allocator adds is its own affair. */
static struct growth of_heap(const struct inquiry *q)
{
	uint64_t needs = allocator_needs(q);
	uint64_t more = needs > UINT64_MAX - q->page ? 0 : page_ceil(q, needs);
	uint64_t batch = allocator_batch(q);

	if (batch > more)
		more = batch;
	return (struct growth){.space = more, .data = more, .commit = more};
}

struct growth growth_of(const struct inquiry *q)
{
	struct growth g = {0};

	/* What has no next page wraps around, and asks for nothing. */
	if (arg(q->call, ROLE_LENGTH) > UINT64_MAX - q->page ||
		arg(q->call, ROLE_NEW_LENGTH) > UINT64_MAX - q->page)
		return g;
	if (q->signal)
		g = of_stack(q);
	else if (command_has_trait(q->command, CALL_USES_HEAP))
		g = of_heap(q);
	else if (asks(q, &command_mmap))
		g = of_mmap(q);
	else if (asks(q, &command_mremap))
		g = of_mremap(q);
	else if (asks(q, &command_brk) || asks(q, &command_sbrk))
		g = of_break(q);
	else if (asks(q, &command_mprotect))
		g = of_mprotect(q);
	if (!g.largest)
		g.piece = g.commit;
	return g;
}

uint64_t growth_in_all(const struct inquiry *q, uint64_t asked)
{
	enum { OWN_MAPPING = 128 * 1024, HEAD = 4 * sizeof(size_t) };
	uint64_t left = q->call->times - (uint64_t)q->record->returned.calls;
	uint64_t each = asked + q->page, all;

	if (!call_repeats(q->call) || left <= 1)
		return asked;
	if (command_has_trait(q->command, CALL_USES_HEAP) &&
		allocator_needs(q) < OWN_MAPPING)
		each = allocator_needs(q) + HEAD;
	if (__builtin_mul_overflow(left, each, &all) || all < asked)
		return asked;
	return all;
}
