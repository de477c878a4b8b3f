/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments as the processor tells of them, and addresses as they come out. */
#include "models/entropy.h"
#include "models/gdt.h"
#include "models/kernel_space.h"
#include "proc/address_layout.h"
#include "proc/user_end.h"
#include "run.h"

enum { PAGE = 4096 };

static void is_same(const struct descriptor *a, const struct descriptor *b)
{
	ck_assert_uint_eq(a->base, b->base);
	ck_assert_uint_eq(a->limit, b->limit);
	ck_assert_uint_eq(a->effective_limit, b->effective_limit);
	ck_assert_uint_eq(a->type, b->type);
	ck_assert_uint_eq(a->dpl, b->dpl);
	ck_assert(a->system == b->system && a->present == b->present &&
		  a->available == b->available && a->wide == b->wide &&
		  a->big == b->big && a->pages == b->pages);
	ck_assert_str_eq(
		descriptor_type_name(a, true), descriptor_type_name(b, true));
}

START_TEST(rights_are_the_bits_of_a_descriptor)
{
	/* LAR of __USER_CS and of a small data segment, seen on Linux 6.18. */
	struct descriptor code = descriptor_of_rights(0xaffb00, 0xffffffff);
	struct descriptor data = descriptor_of_rights(0x50f300, 0x7ff);

	ck_assert(code.code && code.readable && code.wide && code.pages);
	ck_assert(code.present && !code.big);
	ck_assert_uint_eq(code.dpl, 3);
	ck_assert_uint_eq(code.effective_limit, 0xffffffff);
	ck_assert_uint_eq(code.limit, 0xfffff);
	ck_assert_str_eq(descriptor_type_name(&code, true),
		"code, execute/read, accessed");
	ck_assert(!data.code && data.writable && data.accessed && data.big);
	ck_assert(data.available && !data.wide && !data.pages);
	ck_assert_uint_eq(data.effective_limit, 0x7ff);
	ck_assert_uint_eq(data.limit, 0x7ff);
}
END_TEST

/* The undefined bits of LAR, those of the limit, do not come through. */
START_TEST(rights_have_no_limit_of_their_own)
{
	struct descriptor escaped = descriptor_of_rights(0xc0f300, 0xfff);
	struct descriptor other = descriptor_of_rights(0xcff3ff, 0xfff);

	is_same(&escaped, &other);
}
END_TEST

/* Each descriptor of both kinds: LAR and LSL lose its base and no more. */
START_TEST(rights_and_limit_of_any_descriptor_agree_with_it)
{
	for (uint64_t bits = 0; bits < 0x10000; bits++) {
		/* Type, S, DPL, P; limit 19..16, AVL, L, D/B, G. */
		uint64_t value =
			(bits & 0xff) << 40 | (bits >> 8) << 48 | 0x1234;
		struct descriptor whole = descriptor_decode(value);
		struct descriptor seen = descriptor_of_rights(
			(uint32_t)(value >> 32) & 0x00ffff00,
			whole.effective_limit);

		is_same(&whole, &seen);
	}
}
END_TEST

START_TEST(segments_of_linux_have_their_names)
{
	ck_assert_str_eq(gdt_name(selector_decode(0x23).index), "__USER32_CS");
	ck_assert_str_eq(gdt_name(selector_decode(0x2b).index), "__USER_DS");
	ck_assert_str_eq(gdt_name(selector_decode(0x33).index), "__USER_CS");
	ck_assert_str_eq(gdt_name(selector_decode(0x10).index), "__KERNEL_CS");
	ck_assert_ptr_null(gdt_name(0));
	ck_assert_ptr_null(gdt_name(GDT_ENTRIES));
	ck_assert(gdt_is_thread_local(12) && gdt_is_thread_local(14));
	ck_assert(!gdt_is_thread_local(11) && !gdt_is_thread_local(15));
	ck_assert_uint_eq(gdt_cpu_of(0x2005), 5);
	ck_assert_uint_eq(gdt_node_of(0x2005), 2);
}
END_TEST

START_TEST(equal_addresses_have_no_entropy)
{
	uint64_t values[] = {0x555555554000, 0x555555554000, 0x555555554000};
	struct entropy e;

	entropy_of(values, 3, PAGE, &e);
	ck_assert_uint_eq(e.distinct, 1);
	ck_assert_uint_eq(e.equal, 3);
	ck_assert_uint_eq(e.pairs, 3);
	ck_assert_uint_eq(e.varied, 0);
	ck_assert_uint_eq(e.step, 0);
	ck_assert_uint_eq(e.by_range, 0);
	ck_assert_uint_eq(e.pages_by_range, 0);
	ck_assert_uint_eq(e.by_birthday, 0);
}
END_TEST

START_TEST(one_address_tells_nothing)
{
	uint64_t value = 0x1000;
	struct entropy e;

	entropy_of(&value, 1, PAGE, &e);
	ck_assert_uint_eq(e.distinct, 1);
	ck_assert_uint_eq(e.by_range, 0);
	ck_assert_uint_eq(e.by_birthday, 0);
}
END_TEST

START_TEST(pairs_and_bits_are_counted_one_by_one)
{
	/* 0x3000 twice, 0x5000 three times: 1 + 3 equal pairs of 15. */
	uint64_t values[] = {0x5000, 0x3000, 0x5000, 0x9000, 0x3000, 0x5000};
	struct entropy e;

	entropy_of(values, 6, PAGE, &e);
	ck_assert_uint_eq(e.distinct, 3);
	ck_assert_uint_eq(e.equal, 4);
	ck_assert_uint_eq(e.pairs, 15);
	ck_assert_uint_eq(e.lowest, 0x3000);
	ck_assert_uint_eq(e.highest, 0x9000);
	ck_assert_uint_eq(e.varied, 0xe000);
	ck_assert_uint_eq(e.bits_varied, 3);
	ck_assert_uint_eq(e.step, 0x2000);
	ck_assert_uint_eq(e.by_birthday, 2); /* 15 / 4 */
}
END_TEST

/* A generator of its own, so that each run has the same numbers. */
static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* BITS random bits in steps of STEP above a base that is no power of two. */
static struct entropy measure(unsigned bits, uint64_t step, size_t count)
{
	static uint64_t values[4096];
	uint64_t state = 88172645463325252 + bits;
	struct entropy e;

	for (size_t i = 0; i < count; i++)
		values[i] = 0x7f1234567000 +
			    (next(&state) >> 20 & ((UINT64_C(1) << bits) - 1)) *
				    step;
	entropy_of(values, count, PAGE, &e);
	return e;
}

START_TEST(the_range_tells_the_bits_that_were_put_in)
{
	for (unsigned bits = 4; bits <= 40; bits++) {
		struct entropy e = measure(bits, PAGE, 200);

		ck_assert_uint_eq(e.by_range, bits);
		ck_assert_uint_eq(e.pages_by_range, bits);
		ck_assert_uint_eq(e.step, PAGE);
		ck_assert_uint_ge(e.bits_varied, bits);
	}
}
END_TEST

START_TEST(steps_below_a_page_are_more_bits_than_pages)
{
	struct entropy e = measure(30, 16, 200);

	ck_assert_uint_eq(e.step, 16);
	ck_assert_uint_eq(e.by_range, 30);
	ck_assert_uint_eq(e.pages_by_range, 22);
}
END_TEST

START_TEST(birthdays_print_the_bits_that_were_put_in)
{
	for (unsigned bits = 8; bits <= 14; bits++) {
		struct entropy e = measure(bits, PAGE, 4096);

		ck_assert_uint_gt(e.equal, 0);
		ck_assert_uint_eq(e.by_birthday, bits);
	}
	/* Of 19900 pairs none is equal: more than 14 bits. */
	ck_assert_uint_eq(measure(40, PAGE, 200).equal, 0);
	ck_assert_uint_eq(measure(40, PAGE, 200).by_birthday, 14);
}
END_TEST

/* From low to high, without overlap, in the kernel's half, to its end. */
static void check_areas(unsigned levels, uint64_t first)
{
	const struct kernel_area *area;
	uint64_t end = first;
	size_t n = 0;

	for (; (area = kernel_space_area(levels, n)); n++) {
		ck_assert_uint_ge(area->first, end);
		ck_assert_uint_gt(area->last, area->first);
		ck_assert_uint_eq(area->first % PAGE, 0);
		ck_assert_uint_eq((area->last + 1) % PAGE, 0);
		end = area->last + 1;
	}
	ck_assert_uint_eq(n, 10);
	ck_assert_uint_eq(end, UINT64_C(0xffffffffff000000));
}

START_TEST(the_kernels_areas_follow_each_other)
{
	check_areas(4, UINT64_C(0xffff800000000000));
	check_areas(5, UINT64_C(0xff00000000000000));
	ck_assert_ptr_null(kernel_space_area(0, 0));
	ck_assert_ptr_null(kernel_space_area(3, 0));
}
END_TEST

static uint64_t size_of(unsigned levels, const char *name)
{
	const struct kernel_area *area;

	for (size_t n = 0; (area = kernel_space_area(levels, n)); n++)
		if (strcmp(area->name, name) == 0)
			return area->last - area->first + 1;
	return 0;
}

/* The column "Size" of mm.rst. */
START_TEST(the_kernels_areas_have_the_documented_sizes)
{
	const uint64_t tb = UINT64_C(1) << 40, mb = UINT64_C(1) << 20;

	ck_assert_uint_eq(size_of(4, "direct map"), 64 * tb);
	ck_assert_uint_eq(size_of(4, "vmalloc"), 32 * tb);
	ck_assert_uint_eq(size_of(4, "vmemmap"), tb);
	ck_assert_uint_eq(size_of(4, "KASAN shadow"), 16 * tb);
	ck_assert_uint_eq(size_of(5, "direct map"), 32 * 1024 * tb);
	ck_assert_uint_eq(size_of(5, "vmalloc"), 12800 * tb);
	ck_assert_uint_eq(size_of(5, "vmemmap"), 512 * tb);
	ck_assert_uint_eq(size_of(5, "EFI"), 64 * 1024 * mb);
	ck_assert_uint_eq(size_of(4, "kernel text"), 512 * mb);
	ck_assert_uint_eq(size_of(4, "modules"), 1520 * mb);
}
END_TEST

START_TEST(address_sizes_are_read_as_cpuinfo_has_them)
{
	struct address_sizes sizes = address_sizes_of(
		"processor\t: 0\nclflush size\t: 64\n"
		"address sizes\t: 46 bits physical, 57 bits virtual\n");

	ck_assert_uint_eq(sizes.physical, 46);
	ck_assert_uint_eq(sizes.virtual, 57);
	sizes = address_sizes_of("processor\t: 0\nBogoMIPS\t: 50.00\n");
	ck_assert_uint_eq(sizes.physical, 0);
	sizes = address_sizes_of("address sizes\t: 46 bits\n");
	ck_assert_uint_eq(sizes.physical, 0);
	ck_assert_uint_eq(sizes.virtual, 0);
}
END_TEST

/* --- how addresses are divided -----------------------------------------------
 */

#define KERNEL(first) KERNEL_ABOVE, first, UINT64_MAX
#define KERNEL_32(first) KERNEL_ABOVE, first, UINT32_MAX

/* The end of user addresses is what each kernel was seen to allow. */
static const struct {
	enum machine machine;
	bool wide;
	uint64_t page_size, user_end;
	unsigned bits;
	enum kernel_place kernel;
	uint64_t kernel_start, kernel_last;
	uint64_t hinted_start; /* 0: there is no such line */
} spaces[] = {
	{MACHINE_X86_64, true, 4096, 0x7ffffffff000, 48,
		KERNEL(0xffff800000000000), 0},
	{MACHINE_X86_64, true, 4096, 0xfffffffffff000, 57,
		KERNEL(0xff00000000000000), 0x7ffffffff000},
	{MACHINE_X86_64, false, 4096, 0xffffe000, 32, KERNEL_BEYOND_32, 0, 0,
		0},
	/* The personality ADDR_LIMIT_3GB. */
	{MACHINE_X86_64, false, 4096, 0xc0000000, 32, KERNEL_BEYOND_32, 0, 0,
		0},
	{MACHINE_I386, false, 4096, 0xc0000000, 32, KERNEL_32(0xc0000000), 0},
	{MACHINE_I386, false, 4096, 0x80000000, 32, KERNEL_32(0x80000000), 0},
	{MACHINE_ARM, false, 4096, 0xbf000000, 32, KERNEL_32(0xbf000000), 0},
	{MACHINE_ARM64, true, 4096, 0x8000000000, 39,
		KERNEL(0xffffff8000000000), 0},
	{MACHINE_ARM64, true, 65536, 0x40000000000, 42,
		KERNEL(0xfffffc0000000000), 0},
	{MACHINE_ARM64, true, 16384, 0x800000000000, 47,
		KERNEL(0xffff800000000000), 0},
	{MACHINE_ARM64, true, 4096, 0x1000000000000, 48,
		KERNEL(0xffff000000000000), 0},
	{MACHINE_ARM64, true, 4096, 0x10000000000000, 52,
		KERNEL(0xfff0000000000000), 0x1000000000000},
	{MACHINE_ARM64, true, 16384, 0x10000000000000, 52,
		KERNEL(0xfff0000000000000), 0x800000000000},
	{MACHINE_ARM64, true, 65536, 0x10000000000000, 52,
		KERNEL(0xfff0000000000000), 0x1000000000000},
	{MACHINE_ARM64, false, 4096, 0xfffff000, 32, KERNEL_BEYOND_32, 0, 0, 0},
	{MACHINE_ARM64, false, 65536, 0x100000000, 32, KERNEL_BEYOND_32, 0, 0,
		0},
	{MACHINE_RISCV64, true, 4096, 0x4000000000, 39,
		KERNEL(0xffffffc000000000), 0},
	{MACHINE_RISCV64, true, 4096, 0x800000000000, 48,
		KERNEL(0xffff800000000000), 0},
	{MACHINE_RISCV64, true, 4096, 0x100000000000000, 57,
		KERNEL(0xff00000000000000), 0},
	{MACHINE_PPC64, true, 4096, 0x400000000000, 46,
		KERNEL(0xc000000000000000), 0},
	{MACHINE_PPC64, true, 65536, 0x10000000000000, 52,
		KERNEL(0xc000000000000000), 0x800000000000},
	{MACHINE_S390X, true, 4096, 0xfffffffffffff000, 64, KERNEL_SEPARATE, 0,
		0, 0},
	{MACHINE_OTHER, true, 16384, 0x800000000000, 47, KERNEL_UNKNOWN, 0, 0,
		0},
	{MACHINE_OTHER, false, 4096, 0x7fff8000, 32, KERNEL_UNKNOWN, 0, 0, 0},
	/* Nobody could look. */
	{MACHINE_X86_64, true, 4096, 0, 0, KERNEL_UNKNOWN, 0, 0, 0},
};

static struct address_space space_of_row(int i)
{
	struct address_space s = {.machine = spaces[i].machine,
		.wide = spaces[i].wide,
		.page_size = spaces[i].page_size,
		.user_end = spaces[i].user_end};

	address_space_complete(&s);
	return s;
}

START_TEST(the_rest_follows_from_the_end_of_user_addresses)
{
	struct address_space s = space_of_row(_i);
	uint64_t hinted = spaces[_i].hinted_start;

	ck_assert_uint_eq(s.bits, spaces[_i].bits);
	ck_assert_int_eq(s.kernel, spaces[_i].kernel);
	ck_assert_uint_eq(s.kernel_start, spaces[_i].kernel_start);
	ck_assert_uint_eq(s.kernel_last, spaces[_i].kernel_last);
	ck_assert_uint_eq(s.hinted_start, hinted ? hinted : s.user_end);
	ck_assert_int_eq(s.both_halves, s.wide && s.machine == MACHINE_ARM64);
}
END_TEST

START_TEST(an_address_is_the_kernels_from_its_first_to_its_last)
{
	struct address_space s = space_of_row(_i);
	bool above = s.kernel == KERNEL_ABOVE;

	ck_assert(!address_is_kernels(&s, 0));
	ck_assert(!s.user_end || !address_is_kernels(&s, s.user_end - 1));
	ck_assert_int_eq(address_is_kernels(&s, s.kernel_start), above);
	ck_assert_int_eq(address_is_kernels(&s, s.kernel_last), above);
	ck_assert(!above || !address_is_kernels(&s, s.kernel_start - 1));
}
END_TEST

/* As many addresses as programs have, rounded up to a power of two. */
START_TEST(halves_of_one_size_lie_at_both_ends)
{
	struct address_space s = space_of_row(_i);
	uint64_t size = 0 - s.kernel_start;

	if (s.kernel != KERNEL_ABOVE || !s.wide || s.machine == MACHINE_PPC64)
		return;
	ck_assert_uint_eq(size & (size - 1), 0);
	ck_assert_uint_ge(size, s.user_end);
	ck_assert_uint_le(size - s.user_end, s.page_size);
}
END_TEST

/* Documentation/arch/arm64/tagged-pointers.rst: bits 63 to 56 are ignored. */
START_TEST(tags_are_no_part_of_an_address_of_arm64)
{
	struct address_space s = {.machine = MACHINE_ARM64, .wide = true};

	ck_assert_uint_eq(
		address_untagged(&s, 0x8f00ffff12345678), 0x0000ffff12345678);
	ck_assert_uint_eq(
		address_untagged(&s, 0xffff000000000000), 0xffff000000000000);
	s.machine = MACHINE_X86_64;
	ck_assert_uint_eq(
		address_untagged(&s, 0x8f00ffff12345678), 0x8f00ffff12345678);
}
END_TEST

START_TEST(powers_are_not_below_their_number)
{
	static const struct {
		uint64_t number, power;
	} rows[] = {{0, 1}, {1, 1}, {3, 4}, {0x7ffffffff000, 1ULL << 47},
		{1ULL << 47, 1ULL << 47}, {(1ULL << 47) + 1, 1ULL << 48},
		{1ULL << 63, 1ULL << 63}, {(1ULL << 63) + 1, 0}};

	for (int i = 0; i < ROWS(rows); i++)
		ck_assert_uint_eq(
			address_power_above(rows[i].number), rows[i].power);
}
END_TEST

/* The configurations of Debian's kernels, and STACK_RND_MASK. */
START_TEST(entropy_is_that_of_the_kind_of_program)
{
	static const struct {
		enum machine machine;
		uint64_t page_size;
		unsigned bits, compat, stack, stack_32;
	} rows[] = {
		{MACHINE_X86_64, 4096, 28, 8, 22, 11},
		{MACHINE_I386, 4096, 8, 0, 11, 11},
		{MACHINE_ARM64, 4096, 18, 11, 18, 11},
		{MACHINE_ARM64, 16384, 16, 9, 16, 9},
		{MACHINE_ARM64, 65536, 14, 7, 14, 7},
		{MACHINE_ARM, 4096, 8, 0, 11, 11},
		{MACHINE_RISCV64, 4096, 18, 8, 18, 11},
		{MACHINE_PPC64, 65536, 14, 7, 14, 7},
		{MACHINE_S390X, 4096, 0, 0, 0, 0},
		{MACHINE_OTHER, 4096, 0, 0, 0, 0},
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct address_space s = {.machine = rows[i].machine,
			.wide = true,
			.page_size = rows[i].page_size};

		ck_assert_uint_eq(
			default_rnd_bits(s.machine, s.page_size, false),
			rows[i].bits);
		ck_assert_uint_eq(
			default_rnd_bits(s.machine, s.page_size, true),
			rows[i].compat);
		ck_assert_uint_eq(stack_rnd_bits(&s), rows[i].stack);
		s.wide = false;
		ck_assert_uint_eq(stack_rnd_bits(&s), rows[i].stack_32);
	}
}
END_TEST

START_TEST(programs_of_32_bits_on_a_wider_kernel_have_bits_of_their_own)
{
	struct layout_settings settings = {0};

	for (int i = 0; i < ROWS(spaces); i++) {
		struct address_space s = space_of_row(i);
		bool compat = s.kernel == KERNEL_BEYOND_32;

		ck_assert_ptr_eq(rnd_bits_of(&settings, &s),
			compat ? &settings.mmap_rnd_compat_bits
			       : &settings.mmap_rnd_bits);
	}
}
END_TEST

/* Two ways to ask the same kernel: munmap(2), and the length of pagemap. */
START_TEST(two_ways_find_the_same_end)
{
	uint64_t page = (uint64_t)getpagesize();
	uint64_t by_pagemap = read_user_end(getpid(), page);

	if (by_pagemap)
		ck_assert_uint_eq(by_pagemap, find_user_end(page));
	ck_assert_uint_eq(find_user_end(page) % page, 0);
	ck_assert_uint_gt(find_user_end(page), (uintptr_t)&page);
	ck_assert_uint_eq(read_user_end(999999999, page), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("layout");
	TCase *division = add_case(suite, "division");
	TCase *segments = add_case(suite, "segments");
	TCase *addresses = add_case(suite, "addresses");

	tcase_add_test(segments, rights_are_the_bits_of_a_descriptor);
	tcase_add_test(segments, rights_have_no_limit_of_their_own);
	tcase_add_test(
		segments, rights_and_limit_of_any_descriptor_agree_with_it);
	tcase_add_test(segments, segments_of_linux_have_their_names);
	tcase_add_test(addresses, equal_addresses_have_no_entropy);
	tcase_add_test(addresses, one_address_tells_nothing);
	tcase_add_test(addresses, pairs_and_bits_are_counted_one_by_one);
	tcase_add_test(addresses, the_range_tells_the_bits_that_were_put_in);
	tcase_add_test(addresses, steps_below_a_page_are_more_bits_than_pages);
	tcase_add_test(addresses, birthdays_print_the_bits_that_were_put_in);
	tcase_add_test(addresses, the_kernels_areas_follow_each_other);
	tcase_add_test(addresses, the_kernels_areas_have_the_documented_sizes);
	tcase_add_test(addresses, address_sizes_are_read_as_cpuinfo_has_them);
	tcase_add_loop_test(division,
		the_rest_follows_from_the_end_of_user_addresses, 0,
		ROWS(spaces));
	tcase_add_loop_test(division,
		an_address_is_the_kernels_from_its_first_to_its_last, 0,
		ROWS(spaces));
	tcase_add_loop_test(
		division, halves_of_one_size_lie_at_both_ends, 0, ROWS(spaces));
	tcase_add_test(division, tags_are_no_part_of_an_address_of_arm64);
	tcase_add_test(division, powers_are_not_below_their_number);
	tcase_add_test(division, entropy_is_that_of_the_kind_of_program);
	tcase_add_test(division,
		programs_of_32_bits_on_a_wider_kernel_have_bits_of_their_own);
	tcase_add_test(division, two_ways_find_the_same_end);
	return run_suite(suite);
}
