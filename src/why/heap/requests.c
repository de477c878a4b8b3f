/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests that no allocator can meet, or that give no block. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "acts/heap.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "words/array.h"

static bool takes(const struct diagnosis *d, const char *param)
{
	return command_find_param(d->command, param) >= 0;
}

/* Whether it got a block.  Some allocators fail without setting errno. */
static bool has_block(const struct diagnosis *d)
{
	return !d->error && d->record->returned.value;
}

/* The decimal product of two 64-bit numbers: up to 39 digits. */
static void format_product(uint64_t a, uint64_t b, char *text, size_t size)
{
	enum { DIGITS = 40 };
	unsigned digits[DIGITS] = {0}; /* least significant first */
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

static bool product_overflow(const struct diagnosis *d, struct cause *c)
{
	uint64_t bytes;
	char text[48];

	if (!takes(d, "nmemb") || allocator_asked(d, &bytes) || has_block(d))
		return false;
	format_product(arg(d->call, ROLE_NMEMB), arg(d->call, ROLE_LENGTH),
		text, sizeof(text));
	cause_fact(c, "nmemb", NULL, as_count(arg(d->call, ROLE_NMEMB)));
	cause_fact(c, "size", NULL, as_bytes(arg(d->call, ROLE_LENGTH)));
	cause_text(c, "product", "the product is ", text);
	cause_fact(c, "limit", "SIZE_MAX ", as_count(SIZE_MAX));
	return cause_says(c, "nmemb times size is more than a size_t can hold");
}

/* malloc(3): pointer differences in a larger object would overflow. */
static bool ptrdiff_max(const struct diagnosis *d, struct cause *c)
{
	uint64_t needs = allocator_needs(d), asked;

	if (!allocator_asked(d, &asked) || needs <= PTRDIFF_MAX || has_block(d))
		return false;
	cause_fact(c, "asked", "asked ", as_count(asked));
	if (takes(d, "alignment"))
		cause_fact(c, "alignment", "alignment ",
			as_count(arg(d->call, ROLE_ALIGNMENT)));
	cause_fact(c, "limit", "PTRDIFF_MAX ", as_count(PTRDIFF_MAX));
	return cause_says(
		c, asked > PTRDIFF_MAX
			   ? "no object may be larger than PTRDIFF_MAX"
			   : "with room to align it, it would be larger than "
			     "PTRDIFF_MAX");
}

static bool is_power_of_two(uint64_t value)
{
	return value && (value & (value - 1)) == 0;
}

/* The smallest one not below VALUE; 0: there is none. */
static uint64_t power_of_two(uint64_t value)
{
	uint64_t power = 1;

	while (power && power < value)
		power <<= 1;
	return power;
}

static bool refused_alignment(const struct diagnosis *d, struct cause *c)
{
	uint64_t alignment = arg(d->call, ROLE_ALIGNMENT);
	uint64_t least = asks(d, &command_posix_memalign) ? sizeof(void *) : 1;
	uint64_t above = power_of_two(alignment > least ? alignment : least);

	cause_fact(c, "alignment", NULL, as_bytes(alignment));
	cause_fact(c, "least", NULL, as_bytes(least));
	if (is_power_of_two(alignment) && alignment >= least)
		return false;
	if (above / 2 >= least && above / 2 < alignment)
		cause_try(c, "--alignment %" PRIu64, above / 2);
	/* Not more than an address space can have. */
	if (above && above < user_end(d) / 4)
		cause_try(c, "--alignment %" PRIu64, above);
	if (!is_power_of_two(alignment))
		return cause_says(c,
			"the alignment is not a power of two: %" PRIu64,
			alignment);
	return cause_says(c,
		"the alignment is not a multiple of sizeof(void *), %zu",
		sizeof(void *));
}

/*
 * malloc/malloc.c, _mid_memalign(): memalign, and aligned_alloc up to 2.37, use
 * the next power of two instead.
 */
static bool rounded_alignment(const struct diagnosis *d, struct cause *c)
{
	uint64_t alignment = arg(d->call, ROLE_ALIGNMENT);
	uint64_t above = power_of_two(alignment);
	uint64_t block = (uint64_t)d->record->returned.value;

	if (is_power_of_two(alignment) || !above)
		return false;
	cause_fact(c, "alignment", NULL, as_bytes(alignment));
	if (!block)
		return cause_says(c,
			"the alignment is not a power of two: %" PRIu64,
			alignment);
	cause_fact(c, "block", "block ", as_address(block));
	if (above >= sizeof(void *))
		cause_try(c, "--alignment %" PRIu64, above);
	if (!allocator_is_glibc() || block % above)
		return cause_says(c, "the alignment is not a power of two: its "
				     "meaning is up to the allocator");
	if (above <= BLOCK_ALIGNMENT)
		return cause_says(c,
			"the alignment is not a power of two: every block is "
			"aligned to %d",
			BLOCK_ALIGNMENT);
	cause_fact(c, "rounded", NULL, as_bytes(above));
	return cause_says(c,
		"the alignment is not a power of two: %" PRIu64
		" is used instead of %" PRIu64,
		above, alignment);
}

static bool alignment(const struct diagnosis *d, struct cause *c)
{
	return d->error ? refused_alignment(d, c) : rounded_alignment(d, c);
}

/* malloc(3): a block that may be freed but not used, or NULL. */
static bool zero_size(const struct diagnosis *d, struct cause *c)
{
	bool resizes = takes(d, "addr");
	uint64_t block = (uint64_t)d->record->returned.value, bytes;

	if (!allocator_asked(d, &bytes) || bytes)
		return false;
	cause_fact(c, "size", NULL, as_bytes(0));
	cause_fact(c, "block", NULL, as_address(block));
	if (resizes && arg(d->call, ROLE_ADDR) && !block)
		return cause_says(c, "with a size of 0 it freed the block, and "
				     "returned NULL");
	return cause_says(
		c, block ? "a block of 0 bytes: it may be freed, but not used"
			 : "with a size of 0 it returned NULL, which is not a "
			   "failure");
}

static bool no_errno(const struct diagnosis *d, struct cause *c)
{
	const char *name = heap_allocator();

	if (!d->record->returned.refused)
		return false;
	cause_text(
		c, "allocator", "malloc is from ", name ? name : "the program");
	return cause_says(c, "it returned NULL without setting errno");
}

static bool free_null(const struct diagnosis *d, struct cause *c)
{
	if (arg(d->call, ROLE_ADDR) || d->call->blocks)
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
		"no object may be larger than PTRDIFF_MAX", "a smaller --size",
		ptrdiff_max},
	{"alignment", "posix_memalign=EINVAL memalign=EINVAL,ok",
		"the alignment is not a power of two, or below sizeof(void *)",
		"--alignment 8, 16, 32...", alignment},
	{"zero-size", "malloc=ok realloc=ok memalign=ok posix_memalign=ok",
		"the size is 0: an empty block, or NULL", "--size 1",
		zero_size},
	{"no-errno", "malloc=fail realloc=fail memalign=fail",
		"it returned NULL without setting errno", NULL, no_errno},
	{"free-null", "free=ok", "free(NULL) does nothing", NULL, free_null},
};

const struct cause_table causes_of_requests = {rows, ARRAY_SIZE(rows)};
