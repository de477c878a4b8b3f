/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that the allocator keeps, settings it ignores, other allocators. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "acts/heap.h"
#include "proc/huge_pages.h"
#include "record/performer.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "words/array.h"
#include "words/filter.h"
#include "words/libc.h"

/* From glibc's malloc.h; other libraries lack them. */
enum {
	MXFAST = 1,
	MMAP_THRESHOLD = -3,
	CHECK_ACTION = -5,
	ARENA_TEST = -7,
	ARENA_MAX = -8,
};

static int parameter(const struct diagnosis *d)
{
	return (int)arg(d->call, ROLE_FLAGS);
}

/*
 * malloc comes from another library, but this function still from the C
 * library, for a heap that nobody uses.
 */
static bool other_allocator(const struct diagnosis *d, struct cause *c)
{
	const char *name = heap_allocator();

	if (!name || d->record->returned.error == ENOSYS ||
		heap_has(d->command->name))
		return false;
	cause_text(c, "allocator", "malloc is from ", name);
	cause_text(c, "function", NULL, d->command->name);
	return cause_says(c,
		"%s is the C library's, but malloc is from another library",
		d->command->name);
}

static bool not_in_libc(const struct diagnosis *d, struct cause *c)
{
	const char *libc = libc_name();

	cause_text(c, "libc", NULL, libc);
	cause_text(c, "function", NULL, d->command->name);
	return cause_says(c, "memtool's C library%s%s%s has no %s",
		libc ? " (" : "", libc ? libc : "", libc ? ")" : "",
		d->command->name);
}

/* malloc/malloc.c, do_set_mxfast(), and do_set_mmap_threshold() up to 2.34. */
static bool mallopt_refused(const struct diagnosis *d, struct cause *c)
{
	const int64_t fast_most = 80 * (int64_t)sizeof(size_t) / 4;
	/* HEAP_MAX_SIZE / 2 */
	const int64_t mapped_most = sizeof(long) == 4 ? 512 << 10 : 32 << 20;
	int64_t value = signed_arg(d->call, ROLE_INCREMENT), most;

	if (!d->record->returned.refused || !allocator_is_glibc())
		return false;
	if (parameter(d) == MXFAST)
		most = fast_most;
	else if (parameter(d) == MMAP_THRESHOLD && glibc_is_older(35))
		most = mapped_most;
	else
		return false;
	if (value >= 0 && value <= most)
		return false;
	cause_fact(c, "value", "asked ", as_number(value));
	cause_fact(c, "most", "maximum ", as_number(most));
	cause_try(c, "--value %lld", (long long)most);
	return cause_says(c, "the value is out of the parameter's range");
}

/*
 * mallopt(3), malloc/malloc.c: it returns 1 even if it ignores the parameter.
 */
static bool mallopt_ignored(const struct diagnosis *d, struct cause *c)
{
	int number = parameter(d);

	if (!allocator_is_glibc())
		return false;
	cause_flags(c, "param", NULL, &names_mallopt, arg(d->call, ROLE_FLAGS));
	if (number == CHECK_ACTION && !glibc_is_older(27)) {
		cause_try(c, "GLIBC_TUNABLES=glibc.malloc.check=3 PROGRAM, "
			     "with libc_malloc_debug.so.0 preloaded");
		return cause_says(
			c, "M_CHECK_ACTION has no effect since glibc 2.27");
	}
	if ((number == ARENA_TEST || number == ARENA_MAX) &&
		(int64_t)signed_arg(d->call, ROLE_INCREMENT) <= 0) {
		cause_fact(c, "value", "asked ",
			as_number(signed_arg(d->call, ROLE_INCREMENT)));
		cause_try(c, "--value 1");
		return cause_says(c, "the number of arenas must be above 0: "
				     "nothing was set");
	}
	if (number >= ARENA_MAX && number <= MXFAST && number != 0)
		return false;
	return cause_says(c, "there is no such parameter: nothing was set");
}

/*
 * malloc/malloc.c, systrim(): what can be trimmed from the end of the heap, in
 * whole pages, less the smallest chunk and one byte.
 */
static uint64_t can_go(const struct diagnosis *d)
{
	enum { CHUNK_MIN = 4 * sizeof(size_t) };
	uint64_t end = d->record->returned.found.heap.trimmable;
	uint64_t stays = CHUNK_MIN + 1;

	if (end <= stays || end - stays <= arg(d->call, ROLE_LENGTH))
		return 0;
	return (end - stays - arg(d->call, ROLE_LENGTH)) / d->page * d->page;
}

static bool trims_nothing(const struct diagnosis *d)
{
	return d->record->returned.value == 0 && allocator_is_glibc();
}

static bool nothing_to_trim(const struct diagnosis *d, struct cause *c)
{
	const struct heap_findings *heap = &d->record->returned.found.heap;
	bool known = heap->has_info != 0;

	if (!trims_nothing(d) || (known && can_go(d)))
		return false;
	c->verified = known;
	cause_fact(c, "free", known ? "free " : NULL,
		known ? as_bytes(heap->free) : as_null());
	cause_fact(c, "trimmable", known ? "at the end of the heap " : NULL,
		known ? as_bytes(heap->trimmable) : as_null());
	cause_fact(c, "pad", "pad ", as_bytes(arg(d->call, ROLE_LENGTH)));
	return cause_says(c, "no whole page of the heap was free%s",
		arg(d->call, ROLE_LENGTH) ? " beyond the pad" : "");
}

/*
 * malloc/malloc.c, systrim(): with this tunable the break moves by whole huge
 * pages.  The subject has memtool's environment.
 */
static bool moves_by_huge_pages(uint64_t *size)
{
	const char *tunables = getenv("GLIBC_TUNABLES");

	return tunables && strstr(tunables, "glibc.malloc.hugetlb=1") &&
	       read_thp_size(size);
}

/* The break is not at the heap's end, or brk(2) failed (sealed). */
static bool break_stays(const struct diagnosis *d, struct cause *c)
{
	const struct heap_findings *heap = &d->record->returned.found.heap;
	uint64_t huge;

	if (!trims_nothing(d) || !heap->has_info || !can_go(d))
		return false;
	cause_fact(c, "trimmable", "at the end of the heap ",
		as_bytes(heap->trimmable));
	cause_fact(c, "pad", "pad ", as_bytes(arg(d->call, ROLE_LENGTH)));
	if (moves_by_huge_pages(&huge) && can_go(d) < huge) {
		cause_fact(c, "huge_page", "huge page ", as_bytes(huge));
		return cause_says(c,
			"less than a huge page is free at the end of the heap: "
			"with glibc.malloc.hugetlb the break moves by whole "
			"ones");
	}
	return cause_says(c,
		"the end of the heap is free, but the break stays: it was "
		"moved by others, or cannot move back");
}

/* The observer's figures: pages still resident after the step. */
static bool memory_kept(const struct diagnosis *d, struct cause *c)
{
	enum { WORTH_IT = 1 << 20 };
	const struct heap_findings *heap = &d->record->returned.found.heap;
	uint64_t freed = heap->freed, whole = heap->kept;
	uint64_t shared = heap->pinned;
	char text[32];

	if (freed < WORTH_IT || whole + shared < freed / 2)
		return false;
	cause_fact(c, "freed", "freed ", as_bytes(freed));
	cause_fact(c, "kept", "in free pages ", as_bytes(whole));
	cause_fact(c, "shared", "in pages with live blocks ", as_bytes(shared));
	format_about(whole + shared, text, sizeof(text));
	if (whole < shared)
		return cause_says(c,
			"live blocks are on the same pages: %s stay resident",
			text);
	if (allocator_is_glibc() && !d->record->heap_harm[0].step)
		cause_try(c, "malloc_trim");
	return cause_says(
		c, "the allocator keeps it for reuse: %s stay resident", text);
}

/* Whether both addresses are in the part that the break ends. */
static bool in_the_heap(const struct diagnosis *d, uint64_t a, uint64_t b)
{
	struct mapping m;

	return diagnosis_mapping(d, a, &m) && b >= m.start && b < m.end &&
	       m.path_length == 6 && memcmp(m.path, "[heap]", 6) == 0;
}

/* The last block that the step freed; NULL: none that is known. */
static const struct span *last_freed(const struct diagnosis *d)
{
	const struct spans *freed = &d->record->performer->ledger.freed;

	for (size_t i = freed->count; i > 0; i--)
		if (freed->list[i - 1].step == d->record->number)
			return &freed->list[i - 1];
	return NULL;
}

/*
 * malloc/malloc.c: a block with its own mapping has two size_t before it, and
 * reaches to the end of a page.
 */
static bool has_own_mapping(const struct diagnosis *d, const struct span *block)
{
	uint64_t head = 2 * sizeof(size_t);

	return allocator_is_glibc() && block->start % d->page == head &&
	       (block->end - block->start + head) % d->page == 0;
}

/* malloc/malloc.c, munmap_chunk(): free(3) ignores that munmap(2) failed. */
static bool unmap_failed(const struct diagnosis *d, struct cause *c)
{
	const struct span *block = d->record->performer ? last_freed(d) : NULL;
	const struct filtered *by = record_filter_of(d->record, "munmap");
	struct smaps_mapping m;
	struct mapping stays;

	if (!block || !has_own_mapping(d, block) ||
		!diagnosis_mapping_after(d, block->start, &stays))
		return false;
	cause_fact(c, "block", "block ", as_address(block->start));
	cause_fact(c, "kept", "mapped ", as_bytes(block->end - block->start));
	if (by) {
		cause_text(c, "answer", "the filter answers ",
			filter_action(by->rule.action));
		cause_set_in(c, by->step);
		return cause_says(c, "a seccomp filter refuses munmap: the "
				     "block's mapping stays");
	}
	if (smaps_at(d, block->start, &m) && has_flag(&m, "sl"))
		return cause_says(c, "its mapping is sealed, and stays");
	c->verified = false;
	return cause_says(c, "munmap of the block's mapping may have failed");
}

/*
 * malloc/malloc.c, _int_free(): only what is free at the end of the heap goes
 * back by itself, if it is at least M_TRIM_THRESHOLD.
 */
static bool break_pinned(const struct diagnosis *d, struct cause *c)
{
	enum { TRIM_THRESHOLD = 128 * 1024 };
	const struct heap_findings *heap = &d->record->returned.found.heap;
	const struct spans *live;
	const struct span *freed, *block = NULL;

	if (!allocator_is_glibc() || !heap->seen || heap->grown ||
		heap->freed < TRIM_THRESHOLD || !d->record->performer)
		return false;
	live = &d->record->performer->ledger.live;
	freed = last_freed(d);
	for (size_t i = live->count; freed && !block && i > 0; i--)
		if (in_the_heap(d, freed->start, live->list[i - 1].start))
			block = &live->list[i - 1];
	if (!block || block->start < freed->end)
		return false;
	cause_fact(c, "freed", "freed ", as_bytes(heap->freed));
	cause_fact(c, "block", "live block ", as_address(block->start));
	cause_fact(c, "made_in", "of step ", as_number(block->step));
	cause_try(c, "malloc_trim");
	return cause_says(
		c, "the break cannot move down: a live block lies above");
}

static const struct cause_row rows[] = {
	{"other-allocator", "mallopt=ok,fail malloc_trim=ok,fail",
		"the function is the C library's, but malloc is from another "
		"library",
		NULL, other_allocator},
	{"not-in-libc", "mallopt=ENOSYS malloc_trim=ENOSYS",
		"only glibc has the function", "a memtool built with glibc",
		not_in_libc},
	{"mallopt-refused", "mallopt=fail",
		"the value is out of the parameter's range",
		"a smaller --value", mallopt_refused},
	{"mallopt-ignored", "mallopt=ok",
		"the parameter has no effect, or does not exist", NULL,
		mallopt_ignored},
	{"nothing-to-trim", "malloc_trim=ok",
		"no whole page of the heap was free beyond the pad",
		"a smaller --pad", nothing_to_trim},
	{"break-stays", "malloc_trim=ok",
		"the end of the heap is free, but the break cannot move back",
		NULL, break_stays},
	{"unmap-failed", "free=ok",
		"the block's own mapping could not be unmapped", NULL,
		unmap_failed},
	{"memory-kept", "free=ok",
		"the allocator keeps freed memory, or live blocks are on the "
		"same pages",
		"malloc_trim", memory_kept},
	{"break-pinned", "free=ok",
		"the break cannot move down: a live block lies above",
		"malloc_trim", break_pinned},
};

const struct cause_table causes_of_heap_state = {rows, ARRAY_SIZE(rows)};
