/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of an allocator, and can be no block, or is none. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "acts/heap.h"
#include "why/heap/allocator.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"

static bool takes(const struct inquiry *q, const char *param)
{
	return command_find_param(q->command, param) >= 0;
}

/* Whether it was given one.  Some allocators fail and leave errno alone. */
static bool has_block(const struct inquiry *q)
{
	return !q->error && q->record->returned.value;
}

/* A product of two numbers of 64 bits in decimal: it has up to 39 digits. */
static void format_product(uint64_t a, uint64_t b, char *text, size_t size)
{
	enum { DIGITS = 40 };
	unsigned digits[DIGITS] = {0}; /* the lowest first */
	size_t length = DIGITS;

	for (size_t i = 0; a; i++, a /= 10) {
		size_t at = i;
		unsigned carry = 0;

		for (uint64_t rest = b; rest || carry; rest /= 10, at++) {
			carry += digits[at] +
				 (unsigned)(a % 10) * (unsigned)(rest % 10);
			digits[at] = carry % 10;
			carry /= 10;
		}
	}
	while (length > 1 && digits[length - 1] == 0)
		length--;
	for (size_t i = 0; i < length && i + 1 < size; i++) {
		text[i] = (char)('0' + digits[length - 1 - i]);
		text[i + 1] = '\0';
	}
}

static bool product_overflow(const struct inquiry *q, struct cause *c)
{
	uint64_t bytes;
	char text[48];

	if (!takes(q, "nmemb") || allocator_asked(q, &bytes) || has_block(q))
		return false;
	format_product(arg(q->call, ROLE_NMEMB), arg(q->call, ROLE_LENGTH),
		text, sizeof(text));
	cause_fact(c, "nmemb", NULL, as_count(arg(q->call, ROLE_NMEMB)));
	cause_fact(c, "size", NULL, as_bytes(arg(q->call, ROLE_LENGTH)));
	cause_text(c, "product", "the product is ", text);
	cause_fact(c, "limit", "SIZE_MAX ", as_count(SIZE_MAX));
	return cause_says(c, "nmemb times size is more than a size_t can hold");
}

/* malloc(3): pointers into a larger object could not be subtracted. */
static bool ptrdiff_max(const struct inquiry *q, struct cause *c)
{
	uint64_t needs = allocator_needs(q), asked;

	if (!allocator_asked(q, &asked) || needs <= PTRDIFF_MAX || has_block(q))
		return false;
	cause_fact(c, "asked", "asked ", as_count(asked));
	if (takes(q, "alignment"))
		cause_fact(c, "alignment", "alignment ",
			as_count(arg(q->call, ROLE_ALIGNMENT)));
	cause_fact(c, "limit", "PTRDIFF_MAX ", as_count(PTRDIFF_MAX));
	return cause_says(
		c, asked > PTRDIFF_MAX
			   ? "no object may have more bytes than PTRDIFF_MAX"
			   : "with room to align it, it would have more bytes "
			     "than PTRDIFF_MAX");
}

static bool is_power_of_two(uint64_t value)
{
	return value && (value & (value - 1)) == 0;
}

/* The least one that is not below; 0: there is none. */
static uint64_t power_of_two(uint64_t value)
{
	uint64_t power = 1;

	while (power && power < value)
		power <<= 1;
	return power;
}

static bool refused_alignment(const struct inquiry *q, struct cause *c)
{
	uint64_t alignment = arg(q->call, ROLE_ALIGNMENT);
	uint64_t least = asks(q, &command_posix_memalign) ? sizeof(void *) : 1;
	uint64_t above = power_of_two(alignment > least ? alignment : least);

	cause_fact(c, "alignment", NULL, as_bytes(alignment));
	cause_fact(c, "least", NULL, as_bytes(least));
	if (is_power_of_two(alignment) && alignment >= least)
		return false;
	if (above / 2 >= least && above / 2 < alignment)
		cause_try(c, "--alignment %" PRIu64, above / 2);
	/* So much no address space has. */
	if (above && above < user_end(q) / 4)
		cause_try(c, "--alignment %" PRIu64, above);
	if (!is_power_of_two(alignment))
		return cause_says(c,
			"the alignment is no power of two: %" PRIu64,
			alignment);
	return cause_says(c,
		"the alignment is no multiple of sizeof(void *), %zu",
		sizeof(void *));
}

/*
 * malloc/malloc.c, _mid_memalign(): up to 2.37 in aligned_alloc, and in
 * memalign still, the next power of two is taken in its place.
 */
static bool rounded_alignment(const struct inquiry *q, struct cause *c)
{
	uint64_t alignment = arg(q->call, ROLE_ALIGNMENT);
	uint64_t above = power_of_two(alignment);
	uint64_t block = (uint64_t)q->record->returned.value;

	if (is_power_of_two(alignment) || !above)
		return false;
	cause_fact(c, "alignment", NULL, as_bytes(alignment));
	if (!block)
		return cause_says(c,
			"the alignment is no power of two: %" PRIu64,
			alignment);
	cause_fact(c, "block", "block ", as_address(block));
	if (above >= sizeof(void *))
		cause_try(c, "--alignment %" PRIu64, above);
	if (!allocator_is_glibc() || block % above)
		return cause_says(c, "the alignment is no power of two: what "
				     "it means is up to the allocator");
	if (above <= BLOCK_ALIGNMENT)
		return cause_says(c,
			"the alignment is no power of two: any "
			"block is aligned to %d",
			BLOCK_ALIGNMENT);
	cause_fact(c, "rounded", NULL, as_bytes(above));
	return cause_says(c,
		"the alignment is no power of two: %" PRIu64
		" is taken in place of %" PRIu64,
		above, alignment);
}

static bool alignment(const struct inquiry *q, struct cause *c)
{
	return q->error ? refused_alignment(q, c) : rounded_alignment(q, c);
}

/* malloc(3): a block that may be freed and not be used, or NULL. */
static bool zero_size(const struct inquiry *q, struct cause *c)
{
	bool resizes = takes(q, "addr");
	uint64_t block = (uint64_t)q->record->returned.value, bytes;

	if (!allocator_asked(q, &bytes) || bytes)
		return false;
	cause_fact(c, "size", NULL, as_bytes(0));
	cause_fact(c, "block", NULL, as_address(block));
	if (resizes && arg(q->call, ROLE_ADDR) && !block)
		return cause_says(c, "with a size of 0 it freed the block, and "
				     "returned NULL");
	return cause_says(c, block ? "a block of no bytes: it may be freed, "
				     "and not be used"
				   : "of no bytes it returned NULL, which is "
				     "no failure");
}

static bool no_errno(const struct inquiry *q, struct cause *c)
{
	const char *name = heap_allocator();

	if (!q->record->returned.refused)
		return false;
	cause_text(
		c, "allocator", "malloc is of ", name ? name : "the program");
	return cause_says(c, "it returned NULL, and left errno alone");
}

static bool free_null(const struct inquiry *q, struct cause *c)
{
	if (arg(q->call, ROLE_ADDR) || q->call->blocks)
		return false;
	cause_fact(c, "address", NULL, as_address(0));
	return cause_says(c, "free(NULL) does nothing");
}

static const struct cause_row rows[] = {
	{"product-overflow",
		"calloc=ENOMEM,EOVERFLOW,fail "
		"reallocarray=ENOMEM,EOVERFLOW,fail",
		"nmemb times size is more than a size_t can hold",
		"a smaller --nmemb", product_overflow},
	{"ptrdiff-max",
		HEAP_ENOMEM "malloc=EOVERFLOW,fail realloc=EOVERFLOW,fail",
		"no object may have more bytes than PTRDIFF_MAX",
		"a smaller --size", ptrdiff_max},
	{"alignment", "posix_memalign=EINVAL memalign=EINVAL,ok",
		"the alignment is no power of two, or below sizeof(void *)",
		"--alignment 8, 16, 32...", alignment},
	{"zero-size", "malloc=ok realloc=ok memalign=ok posix_memalign=ok",
		"the size is 0: a block of no bytes, or none", "--size 1",
		zero_size},
	{"no-errno", "malloc=fail realloc=fail memalign=fail",
		"it returned NULL, and left errno alone", NULL, no_errno},
	{"free-null", "free=ok", "free(NULL) does nothing", NULL, free_null},
};

const struct cause_table causes_of_requests = {rows, ARRAY_SIZE(rows)};
