/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the allocator keeps, what it takes no notice of, and who it is. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "acts/heap.h"
#include "why/heap/allocator.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/libc.h"

/* The numbers of glibc's malloc.h, which other libraries lack. */
enum {
	MXFAST = 1,
	MMAP_THRESHOLD = -3,
	CHECK_ACTION = -5,
	ARENA_TEST = -7,
	ARENA_MAX = -8,
};

static int parameter(const struct inquiry *q)
{
	return (int)arg(q->call, ROLE_FLAGS);
}

/*
 * malloc is another library's, and what was called is still the C library's,
 * for a heap that nobody uses.
 */
static bool other_allocator(const struct inquiry *q, struct cause *c)
{
	const char *name = heap_allocator();

	if (!name || q->record->returned.error == ENOSYS ||
		heap_has(q->command->name))
		return false;
	cause_text(c, "allocator", "malloc is of ", name);
	cause_text(c, "function", NULL, q->command->name);
	return cause_says(c, "%s is of the C library, and malloc of another",
		q->command->name);
}

static bool not_in_libc(const struct inquiry *q, struct cause *c)
{
	const char *libc = libc_name();

	cause_text(c, "libc", NULL, libc);
	cause_text(c, "function", NULL, q->command->name);
	return cause_says(c,
		"the C library that memtool is built with%s%s%s "
		"has no %s",
		libc ? " (" : "", libc ? libc : "", libc ? ")" : "",
		q->command->name);
}

/* malloc/malloc.c, do_set_mxfast(), and do_set_mmap_threshold() up to 2.34. */
static bool mallopt_refused(const struct inquiry *q, struct cause *c)
{
	const int64_t fast_most = 80 * (int64_t)sizeof(size_t) / 4;
	/* HEAP_MAX_SIZE / 2 */
	const int64_t mapped_most = sizeof(long) == 4 ? 512 << 10 : 32 << 20;
	int64_t value = signed_arg(q->call, ROLE_INCREMENT), most;

	if (!q->record->returned.refused || !allocator_is_glibc())
		return false;
	if (parameter(q) == MXFAST)
		most = fast_most;
	else if (parameter(q) == MMAP_THRESHOLD && glibc_is_older(35))
		most = mapped_most;
	else
		return false;
	if (value >= 0 && value <= most)
		return false;
	cause_fact(c, "value", "asked ", as_number(value));
	cause_fact(c, "most", "the most is ", as_number(most));
	cause_try(c, "--value %lld", (long long)most);
	return cause_says(c, "the value is out of the parameter's range");
}

/* mallopt(3), malloc/malloc.c: it returns 1 for what it leaves alone, too. */
static bool mallopt_ignored(const struct inquiry *q, struct cause *c)
{
	int number = parameter(q);

	if (!allocator_is_glibc())
		return false;
	cause_flags(c, "param", NULL, &names_mallopt, arg(q->call, ROLE_FLAGS));
	if (number == CHECK_ACTION && !glibc_is_older(27)) {
		cause_try(c, "GLIBC_TUNABLES=glibc.malloc.check=3 PROGRAM, "
			     "with libc_malloc_debug.so.0 preloaded");
		return cause_says(
			c, "M_CHECK_ACTION has no effect since glibc 2.27");
	}
	if ((number == ARENA_TEST || number == ARENA_MAX) &&
		(int64_t)signed_arg(q->call, ROLE_INCREMENT) <= 0) {
		cause_fact(c, "value", "asked ",
			as_number(signed_arg(q->call, ROLE_INCREMENT)));
		cause_try(c, "--value 1");
		return cause_says(c, "the number of arenas must be above 0: "
				     "nothing was set");
	}
	if (number >= ARENA_MAX && number <= MXFAST && number != 0)
		return false;
	return cause_says(c, "there is no parameter of this number: nothing "
			     "was set");
}

/*
 * malloc/malloc.c, systrim(): what can go of the end of the heap, in whole
 * pages; the least chunk stays, and a byte more.
 */
static uint64_t can_go(const struct inquiry *q)
{
	enum { CHUNK_MIN = 4 * sizeof(size_t) };
	uint64_t end = q->record->returned.found.heap.trimmable;
	uint64_t stays = CHUNK_MIN + 1;

	if (end <= stays || end - stays <= arg(q->call, ROLE_LENGTH))
		return 0;
	return (end - stays - arg(q->call, ROLE_LENGTH)) / q->page * q->page;
}

static bool trims_nothing(const struct inquiry *q)
{
	return q->record->returned.value == 0 && allocator_is_glibc();
}

static bool nothing_to_trim(const struct inquiry *q, struct cause *c)
{
	const struct heap_findings *heap = &q->record->returned.found.heap;
	bool known = heap->has_info != 0;

	if (!trims_nothing(q) || (known && can_go(q)))
		return false;
	c->verified = known;
	cause_fact(c, "free", known ? "free " : NULL,
		known ? as_bytes(heap->free) : as_null());
	cause_fact(c, "trimmable", known ? "at the end of the heap " : NULL,
		known ? as_bytes(heap->trimmable) : as_null());
	cause_fact(c, "pad", "pad ", as_bytes(arg(q->call, ROLE_LENGTH)));
	return cause_says(c, "no whole page of the heap was free%s",
		arg(q->call, ROLE_LENGTH) ? " beyond the pad" : "");
}

/* The break is not where the heap ends, or brk(2) was refused: sealed. */
static bool break_stays(const struct inquiry *q, struct cause *c)
{
	const struct heap_findings *heap = &q->record->returned.found.heap;

	if (!trims_nothing(q) || !heap->has_info || !can_go(q))
		return false;
	cause_fact(c, "trimmable", "at the end of the heap ",
		as_bytes(heap->trimmable));
	cause_fact(c, "pad", "pad ", as_bytes(arg(q->call, ROLE_LENGTH)));
	return cause_says(c, "the end of the heap is free, and the break stays:"
			     " another has moved it, or it cannot move back");
}

/* The figures are the observer's: pages that were there behind the step. */
static bool memory_kept(const struct inquiry *q, struct cause *c)
{
	enum { WORTH_IT = 1 << 20 };
	const struct heap_findings *heap = &q->record->returned.found.heap;
	uint64_t freed = heap->freed, whole = heap->kept;
	uint64_t shared = heap->pinned;
	char text[32];

	if (freed < WORTH_IT || whole + shared < freed / 2)
		return false;
	cause_fact(c, "freed", "freed ", as_bytes(freed));
	cause_fact(c, "kept", "in free pages ", as_bytes(whole));
	cause_fact(c, "shared", "in pages of live blocks ", as_bytes(shared));
	format_about(whole + shared, text, sizeof(text));
	if (whole < shared)
		return cause_says(c,
			"live blocks lie on the same pages: %s stay resident",
			text);
	if (allocator_is_glibc() && !q->record->heap_harm[0].step)
		cause_try(c, "malloc_trim");
	return cause_says(
		c, "the allocator keeps it for later: %s stay resident", text);
}

static const struct cause_row rows[] = {
	{"other-allocator", "mallopt=ok,fail malloc_trim=ok,fail",
		"the function is of the C library, and malloc of another", NULL,
		other_allocator},
	{"not-in-libc", "mallopt=ENOSYS malloc_trim=ENOSYS",
		"only glibc has the function", "a memtool built with glibc",
		not_in_libc},
	{"mallopt-refused", "mallopt=fail",
		"the value is out of the parameter's range",
		"a smaller --value", mallopt_refused},
	{"mallopt-ignored", "mallopt=ok",
		"the parameter has no effect, or there is none of this number",
		NULL, mallopt_ignored},
	{"nothing-to-trim", "malloc_trim=ok",
		"no whole page of the heap was free beyond the pad",
		"a smaller --pad", nothing_to_trim},
	{"break-stays", "malloc_trim=ok",
		"the end of the heap is free, and the break cannot move back",
		NULL, break_stays},
	{"memory-kept", "free=ok",
		"the allocator keeps what was freed, or live blocks lie on "
		"the same pages",
		"malloc_trim", memory_kept},
};

const struct cause_table causes_of_heap_state = {rows, ARRAY_SIZE(rows)};
