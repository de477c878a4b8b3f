/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address space in few blocks. */
#include "models/space.h"
#include "run.h"

static void add(struct space *space, uint64_t start, uint64_t end,
	enum block_kind kind, const char *name)
{
	struct block block = {
		.kind = kind, .start = start, .end = end, .mappings = 1};

	snprintf(block.name, sizeof(block.name), "%s", name);
	space_add(space, &block);
}

static void is_block(const struct block *b, uint64_t start, uint64_t end,
	uint64_t mapped, uint64_t mappings, const char *name)
{
	ck_assert_uint_eq(b->start, start);
	ck_assert_uint_eq(b->end, end);
	ck_assert_uint_eq(b->mapped, mapped);
	ck_assert_uint_eq(b->mappings, mappings);
	ck_assert_str_eq(b->name, name);
}

START_TEST(neighbours_of_one_name_are_one_block)
{
	struct space space = {0};

	add(&space, 0x1000, 0x2000, BLOCK_LIBRARY, "libc.so.6");
	add(&space, 0x2000, 0x5000, BLOCK_LIBRARY, "libc.so.6");
	add(&space, 0x5000, 0x6000, BLOCK_ANONYMOUS, "anonymous");
	add(&space, 0x7000, 0x8000, BLOCK_ANONYMOUS, "anonymous");
	add(&space, 0x8000, 0x9000, BLOCK_LIBRARY, "libm.so.6");
	ck_assert_uint_eq(space.count, 4);
	is_block(&space.blocks[0], 0x1000, 0x5000, 0x4000, 2, "libc.so.6");
	is_block(&space.blocks[1], 0x5000, 0x6000, 0x1000, 1, "anonymous");
	is_block(&space.blocks[2], 0x7000, 0x8000, 0x1000, 1, "anonymous");
	is_block(&space.blocks[3], 0x8000, 0x9000, 0x1000, 1, "libm.so.6");
}
END_TEST

START_TEST(what_overlaps_is_cut_off)
{
	struct space space = {0};

	add(&space, 0x1000, 0x4000, BLOCK_FILE, "a");
	add(&space, 0x2000, 0x6000, BLOCK_FILE, "b");
	add(&space, 0x5000, 0x6000, BLOCK_FILE, "c");
	ck_assert_uint_eq(space.count, 2);
	is_block(&space.blocks[1], 0x4000, 0x6000, 0x2000, 1, "b");
}
END_TEST

START_TEST(too_many_blocks_become_fewer_across_the_smallest_gap)
{
	struct space space = {0};

	for (uint64_t i = 0; i < BLOCKS_MAX; i++)
		add(&space, i << 20, (i << 20) + 4096 + (i == 7) * 8192,
			i == 7 ? BLOCK_FILE : BLOCK_ANONYMOUS,
			i == 7 ? "data" : "anonymous");
	ck_assert_uint_eq(space.count, BLOCKS_MAX);
	add(&space, (uint64_t)BLOCKS_MAX << 20,
		((uint64_t)BLOCKS_MAX << 20) + 1, BLOCK_NAMED, "[stack]");
	ck_assert_uint_eq(space.count, BLOCKS_MAX);
	is_block(&space.blocks[7], 7 << 20, (8 << 20) + 4096, 4 * 4096, 2,
		"various");
	ck_assert_int_eq(space.blocks[7].kind, BLOCK_VARIOUS);
	ck_assert_str_eq(space.blocks[BLOCKS_MAX - 1].name, "[stack]");
}
END_TEST

START_TEST(nothing_is_lost_of_any_number_of_mappings)
{
	struct space space = {.user_end = (uint64_t)1 << 47};
	uint64_t mapped = 0, mappings = 0, seed = 5, at = 4096;

	for (int i = 0; i < 64000; i++) {
		uint64_t size = next_random(&seed) % 64 * 4096 + 4096;

		add(&space, at, at + size,
			(enum block_kind)(next_random(&seed) % 6),
			next_random(&seed) & 1 ? "a" : "b");
		mapped += size;
		at += size + next_random(&seed) % 3 * 4096;
	}
	add(&space, 0xffffffffff600000, 0xffffffffff601000, BLOCK_NAMED,
		"[vsyscall]");
	mapped += 4096;
	ck_assert_uint_le(space.count, BLOCKS_MAX);
	for (size_t i = 0; i < space.count; i++) {
		const struct block *b = &space.blocks[i];

		ck_assert_uint_le(b->mapped, b->end - b->start);
		if (i)
			ck_assert_uint_ge(b->start, b[-1].end);
		mapped -= b->mapped;
		mappings += b->mappings;
	}
	ck_assert_uint_eq(mapped, 0);
	ck_assert_uint_eq(mappings, 64001);
	ck_assert_str_eq(space.blocks[space.count - 1].name, "[vsyscall]");
}
END_TEST

/* x86-64 with 4 and 5 levels, arm64 with 52 bits, i386, arm, s390x. */
static const uint64_t ends[] = {0x7ffffffff000, 0xfffffffffff000,
	(uint64_t)1 << 52, 0xc0000000, 0xbf000000, 0xfffffffffffff000};

/* However small the gap is, it parts what two owners have. */
START_TEST(what_programs_have_is_never_joined_with_the_kernels)
{
	uint64_t end = ends[_i];
	struct space space = {.user_end = end};

	ck_assert(!space_is_upper(&space, end - 1));
	ck_assert(space_is_upper(&space, end));
	for (uint64_t i = BLOCKS_MAX - 1; i > 0; i--)
		add(&space, end - (i + 1) * 0x20000,
			end - (i + 1) * 0x20000 + 0x1000, BLOCK_FILE,
			i & 1 ? "a" : "b");
	add(&space, end - 0x100, end, BLOCK_FILE, "last");
	add(&space, end + 0x100, end + 0x200, BLOCK_FILE, "first");
	ck_assert_uint_eq(space.count, BLOCKS_MAX);
	is_block(&space.blocks[BLOCKS_MAX - 2], end - 0x100, end, 0x100, 1,
		"last");
	is_block(&space.blocks[BLOCKS_MAX - 1], end + 0x100, end + 0x200, 0x100,
		1, "first");
}
END_TEST

START_TEST(where_no_end_is_known_nothing_is_upper)
{
	struct space space = {0};

	ck_assert(!space_is_upper(&space, UINT64_MAX));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("space");
	TCase *t = add_case(suite, "blocks");

	tcase_add_test(t, neighbours_of_one_name_are_one_block);
	tcase_add_test(t, what_overlaps_is_cut_off);
	tcase_add_test(t, too_many_blocks_become_fewer_across_the_smallest_gap);
	tcase_add_test(t, nothing_is_lost_of_any_number_of_mappings);
	tcase_add_loop_test(t,
		what_programs_have_is_never_joined_with_the_kernels, 0,
		ROWS(ends));
	tcase_add_test(t, where_no_end_is_known_nothing_is_upper);
	return run_suite(suite);
}
