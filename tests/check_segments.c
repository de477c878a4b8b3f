/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real mode, selectors, descriptors, and every check of a segment. */
#include "models/real.h"
#include "models/segment.h"
#include "run.h"

/* All pairs where that takes seconds, else every so many. */
static unsigned stride(void)
{
#ifdef __OPTIMIZE__
	if (!getenv("MEMTOOL_SANITIZED"))
		return 1;
#endif
	return 251;
}

START_TEST(each_pair_of_real_mode_is_a_sum_that_wraps_without_a20)
{
	unsigned step = stride();

	for (uint32_t segment = 0; segment <= UINT16_MAX; segment += step) {
		uint32_t wrong = 0;

		for (uint32_t offset = 0; offset <= UINT16_MAX;
			offset += step) {
			uint32_t on = real_address(
				(uint16_t)segment, (uint16_t)offset, true);
			uint32_t off = real_address(
				(uint16_t)segment, (uint16_t)offset, false);

			wrong |= on ^ (segment * 16 + offset);
			wrong |= off ^ ((segment * 16 + offset) % 1048576);
		}
		ck_assert_msg(!wrong, "in segment 0x%x", segment);
	}
}
END_TEST

/* "Address Translation in Real-Address Mode": FFFFH:FFFFH is 10FFEFH. */
START_TEST(the_highest_address_of_real_mode_is_the_manuals)
{
	ck_assert_uint_eq(real_address(0xffff, 0xffff, true), 0x10ffef);
	ck_assert_uint_eq(real_address(0xffff, 0xffff, false), 0x0ffef);
	ck_assert_uint_eq(real_address(0xf000, 0xfff0, false), 0xffff0);
	ck_assert_uint_eq(real_address(0xffff, 0x0010, true), 0x100000);
	ck_assert_uint_eq(real_address(0xffff, 0x0010, false), 0);
	ck_assert_uint_eq(real_address(0x1234, 0x5678, true), 0x179b8);
}
END_TEST

/* "Segment Selectors": index 15..3, TI 2, RPL 1..0. */
START_TEST(a_selector_is_an_index_a_table_and_a_level)
{
	for (uint32_t value = 0; value <= UINT16_MAX; value++) {
		struct selector s = selector_decode((uint16_t)value);
		bool same = s.index * 8 + (s.local ? 4 : 0) + s.rpl == value;

		if (!same || s.null != (value < 4))
			ck_abort_msg("0x%x", value);
	}
}
END_TEST

/* A descriptor put together as "Segment Descriptors" draws it. */
static uint64_t make(uint32_t base, uint32_t limit, unsigned type, unsigned s,
	unsigned dpl, unsigned p, unsigned flags)
{
	uint32_t low = (base & 0xffff) << 16 | (limit & 0xffff);
	uint32_t high = (base & 0xff000000) | flags << 20 | (limit & 0xf0000) |
			p << 15 | dpl << 13 | s << 12 | type << 8 |
			(base >> 16 & 0xff);

	return (uint64_t)high << 32 | low;
}

enum { AVL = 1, L = 2, DB = 4, G = 8 };

START_TEST(a_descriptor_comes_apart_as_it_was_put_together)
{
	uint64_t seed = 11;

	for (int i = 0; i < 10000; i++) {
		uint64_t n = next_random(&seed);
		uint32_t base = (uint32_t)next_random(&seed);
		uint32_t limit = n & 0xfffff;
		unsigned type = n >> 20 & 15, s = n >> 24 & 1;
		unsigned dpl = n >> 25 & 3, p = n >> 27 & 1;
		unsigned flags = n >> 28 & 15;
		struct descriptor d = descriptor_decode(
			make(base, limit, type, s, dpl, p, flags));

		ck_assert_uint_eq(d.base, base);
		ck_assert_uint_eq(d.limit, limit);
		ck_assert_uint_eq(d.effective_limit,
			flags & G ? limit * 4096 + 4095 : limit);
		ck_assert_uint_eq(d.type, type);
		ck_assert_int_eq(d.system, !s);
		ck_assert_uint_eq(d.dpl, dpl);
		ck_assert_int_eq(d.present, p);
		ck_assert_int_eq(d.available, flags & AVL);
		ck_assert_int_eq(d.wide, (flags & L) != 0);
		ck_assert_int_eq(d.big, (flags & DB) != 0);
		ck_assert_int_eq(d.code, s && type >= 8);
		ck_assert_int_eq(d.accessed, s && type % 2);
		ck_assert_int_eq(d.expand_down, s && type < 8 && type & 4);
		ck_assert_int_eq(d.writable, s && type < 8 && type & 2);
		ck_assert_int_eq(d.conforming, s && type > 11);
		ck_assert_int_eq(d.readable, s && (type < 8 || type & 2));
	}
}
END_TEST

/* Tables "Code- and Data-Segment Types", "System-Segment ... Types". */
START_TEST(a_type_has_the_name_of_the_manual)
{
	static const struct {
		unsigned s, type;
		bool long_mode;
		const char *name;
	} rows[] = {
		{1, 0, false, "data, read-only"},
		{1, 3, false, "data, read/write, accessed"},
		{1, 6, true, "data, read/write, expand-down"},
		{1, 8, false, "code, execute-only"},
		{1, 11, false, "code, execute/read, accessed"},
		{1, 14, true, "code, execute/read, conforming"},
		{0, 2, false, "LDT"},
		{0, 5, false, "task gate"},
		{0, 5, true, "reserved"},
		{0, 9, false, "32-bit TSS, available"},
		{0, 9, true, "64-bit TSS, available"},
		{0, 11, true, "64-bit TSS, busy"},
		{0, 12, false, "32-bit call gate"},
		{0, 13, false, "reserved"},
		{0, 15, true, "64-bit trap gate"},
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct descriptor d = descriptor_decode(
			make(0, 0, rows[i].type, rows[i].s, 0, 1, 0));

		ck_assert_str_eq(descriptor_type_name(&d, rows[i].long_mode),
			rows[i].name);
	}
}
END_TEST

#define FLAT_DATA 0x00cff3000000ffffULL /* DPL 3, as Linux has them */
#define FLAT_CODE 0x00cffb000000ffffULL
#define WIDE_CODE 0x00affb000000ffffULL
#define KERNEL_DATA 0x00cf93000000ffffULL
#define KERNEL_CODE 0x00cf9b000000ffffULL

/* What comes of an access; a NULL exception: the linear address. */
static const struct row {
	const char *what; /* the section of the manual, and the case */
	bool long_mode;
	enum translate_segment segment;
	uint16_t selector;
	uint64_t descriptor, offset, size;
	enum access access;
	unsigned cpl;
	const char *exception;
	uint64_t result; /* the error code, or the linear address */
} rows[] = {
#define ROW(what, segment, ...)                                                \
	{                                                                      \
		what, false, SEGMENT_##segment, __VA_ARGS__                    \
	}
#define WIDE(what, segment, ...)                                               \
	{                                                                      \
		what, true, SEGMENT_##segment, __VA_ARGS__                     \
	}
	/* base 0x50100000, limit 0x1fff */
	ROW("Logical and Linear Addresses: base + offset", DS, 0x2b,
		0x5040f31000001fffULL, 0x1fff, 1, ACCESS_READ, 3, NULL,
		0x50101fff),
	/* base 0xffff0000 */
	ROW("the sum wraps at 4 GiB", DS, 0x2b, 0xffcff3ff0000ffffULL, 0x20000,
		4, ACCESS_READ, 3, NULL, 0x10000),
	ROW("Limit Checking: byte at the limit", DS, 0x2b,
		0x0040f30000000fffULL, 0xfff, 1, ACCESS_WRITE, 3, NULL, 0xfff),
	ROW("Limit Checking: byte beyond", DS, 0x2b, 0x0040f30000000fffULL,
		0x1000, 1, ACCESS_READ, 3, "#GP", 0),
	ROW("Limit Checking: word at limit - 1", DS, 0x2b,
		0x0040f30000000fffULL, 0xffe, 2, ACCESS_READ, 3, NULL, 0xffe),
	ROW("Limit Checking: word at the limit", DS, 0x2b,
		0x0040f30000000fffULL, 0xfff, 2, ACCESS_READ, 3, "#GP", 0),
	ROW("Limit Checking: doubleword at limit - 2", DS, 0x2b,
		0x0040f30000000fffULL, 0xffd, 4, ACCESS_READ, 3, "#GP", 0),
	ROW("Limit Checking: quadword at limit - 7", DS, 0x2b,
		0x0040f30000000fffULL, 0xff8, 8, ACCESS_READ, 3, NULL, 0xff8),
	ROW("Limit Checking: G set, limit 0 is 4 KiB", DS, 0x2b,
		0x00c0f30000000000ULL, 0xfff, 1, ACCESS_READ, 3, NULL, 0xfff),
	ROW("Limit Checking: beyond these", DS, 0x2b, 0x00c0f30000000000ULL,
		0x1000, 1, ACCESS_READ, 3, "#GP", 0),
	ROW("Limit Checking: the stack's is #SS(0)", SS, 0x2b,
		0x0040f30000000fffULL, 0x1000, 1, ACCESS_READ, 3, "#SS", 0),
	ROW("expand-down: at the limit", SS, 0x2b, 0x0040f70000000fffULL, 0xfff,
		1, ACCESS_READ, 3, "#SS", 0),
	ROW("expand-down: above it", SS, 0x2b, 0x0040f70000000fffULL, 0x1000, 1,
		ACCESS_READ, 3, NULL, 0x1000),
	ROW("expand-down, B set: up to 4 GiB", DS, 0x2b, 0x0040f70000000fffULL,
		0xffffffff, 1, ACCESS_READ, 3, NULL, 0xffffffff),
	ROW("expand-down, B set: not beyond", DS, 0x2b, 0x0040f70000000fffULL,
		0xffffffff, 2, ACCESS_READ, 3, "#GP", 0),
	ROW("expand-down, B clear: up to 64 KiB", DS, 0x2b,
		0x0000f70000000fffULL, 0xffff, 1, ACCESS_READ, 3, NULL, 0xffff),
	ROW("expand-down, B clear: not beyond", DS, 0x2b, 0x0000f70000000fffULL,
		0x10000, 1, ACCESS_READ, 3, "#GP", 0),
	ROW("Type Checking: no write to read-only data", DS, 0x2b,
		0x00cff1000000ffffULL, 0, 1, ACCESS_WRITE, 3, "#GP", 0),
	ROW("Type Checking: nor to code", CS, 0x23, FLAT_CODE, 0, 1,
		ACCESS_WRITE, 3, "#GP", 0),
	ROW("Type Checking: execute-only code is not read", CS, 0x23,
		0x00cff9000000ffffULL, 0, 1, ACCESS_READ, 3, "#GP", 0),
	ROW("nor is it loaded into DS", DS, 0x23, 0x00cff9000000ffffULL, 0, 1,
		ACCESS_READ, 3, "#GP", 0x20),
	ROW("readable code is", DS, 0x23, FLAT_CODE, 5, 1, ACCESS_READ, 3, NULL,
		5),
	ROW("Type Checking: CS takes code only", CS, 0x2b, FLAT_DATA, 0, 1,
		ACCESS_EXEC, 3, "#GP", 0x28),
	ROW("Type Checking: SS takes writable data only", SS, 0x2b,
		0x00cff1000000ffffULL, 0, 1, ACCESS_READ, 3, "#GP", 0x28),
	ROW("Type Checking: a system segment is neither", DS, 0x2b,
		0x0000e2000000ffffULL, 0, 1, ACCESS_READ, 3, "#GP", 0x28),
	ROW("Null Segment Selector Checking: DS when used", DS, 3, 0, 0, 1,
		ACCESS_READ, 3, "#GP", 0),
	ROW("Null Segment Selector Checking: SS when loaded", SS, 0, 0, 0, 1,
		ACCESS_READ, 0, "#GP", 0),
	ROW("Null Segment Selector Checking: CS when loaded", CS, 0, 0, 0, 1,
		ACCESS_EXEC, 0, "#GP", 0),
	ROW("the first of the LDT is not null", DS, 7, FLAT_DATA, 1, 1,
		ACCESS_READ, 3, NULL, 1),
	ROW("Accessing Data Segments: CPL > DPL", DS, 0x18, KERNEL_DATA, 0, 1,
		ACCESS_READ, 3, "#GP", 0x18),
	ROW("Accessing Data Segments: RPL > DPL", DS, 0x1b, KERNEL_DATA, 0, 1,
		ACCESS_READ, 0, "#GP", 0x18),
	ROW("Accessing Data Segments: both below", DS, 0x28, FLAT_DATA, 9, 1,
		ACCESS_READ, 0, NULL, 9),
	ROW("Accessing Data in Code Segments: nonconforming", DS, 0x10,
		KERNEL_CODE, 0, 1, ACCESS_READ, 3, "#GP", 0x10),
	ROW("Accessing Data in Code Segments: conforming", DS, 0x13,
		0x00cf9f000000ffffULL, 0, 1, ACCESS_READ, 3, NULL, 0),
	ROW("Loading the SS Register: RPL", SS, 0x28, FLAT_DATA, 0, 1,
		ACCESS_READ, 3, "#GP", 0x28),
	ROW("Loading the SS Register: DPL", SS, 0x1b, KERNEL_DATA, 0, 1,
		ACCESS_READ, 3, "#GP", 0x18),
	ROW("Segment Not Present: DS", DS, 0x2b, 0x00cf73000000ffffULL, 0, 1,
		ACCESS_READ, 3, "#NP", 0x28),
	ROW("Segment Not Present: the LDT's", GS, 0x2f, 0x00cf73000000ffffULL,
		0, 1, ACCESS_READ, 3, "#NP", 0x2c),
	ROW("Segment Not Present: CS", CS, 0x23, 0x00cf7b000000ffffULL, 0, 1,
		ACCESS_EXEC, 3, "#NP", 0x20),
	ROW("Stack Fault: not present", SS, 0x2b, 0x00cf73000000ffffULL, 0, 1,
		ACCESS_READ, 3, "#SS", 0x28),
	ROW("rights come before presence", DS, 0x18, 0x00cf13000000ffffULL, 0,
		1, ACCESS_READ, 3, "#GP", 0x18),
	ROW("Direct Calls or Jumps: nonconforming, DPL = CPL", CS, 0x23,
		FLAT_CODE, 0x1000, 1, ACCESS_EXEC, 3, NULL, 0x1000),
	ROW("Direct Calls or Jumps: nonconforming, DPL < CPL", CS, 0x10,
		KERNEL_CODE, 0, 1, ACCESS_EXEC, 3, "#GP", 0x10),
	ROW("Direct Calls or Jumps: nonconforming, DPL > CPL", CS, 0x20,
		FLAT_CODE, 0, 1, ACCESS_EXEC, 0, "#GP", 0x20),
	ROW("Direct Calls or Jumps: nonconforming, RPL > CPL", CS, 0x13,
		KERNEL_CODE, 0, 1, ACCESS_EXEC, 0, "#GP", 0x10),
	ROW("Direct Calls or Jumps: conforming, DPL < CPL", CS, 0x13,
		0x00cf9f000000ffffULL, 7, 1, ACCESS_EXEC, 3, NULL, 7),
	ROW("Direct Calls or Jumps: conforming, DPL = CPL", CS, 0x23,
		0x00cfff000000ffffULL, 7, 1, ACCESS_EXEC, 3, NULL, 7),
	ROW("Direct Calls or Jumps: conforming, DPL > CPL", CS, 0x20,
		0x00cfff000000ffffULL, 7, 1, ACCESS_EXEC, 0, "#GP", 0x20),
	ROW("a fetch beyond the limit", CS, 0x23, 0x0040fb0000000fffULL, 0x1000,
		1, ACCESS_EXEC, 3, "#GP", 0),
	WIDE("64-bit mode: base and limit of DS are ignored", DS, 0x2b,
		0x1040f31234560000ULL, 0x7fff00000000, 8, ACCESS_WRITE, 3, NULL,
		0x7fff00000000),
	WIDE("64-bit mode: FS has a base", FS, 0x2b, 0x1040f31234560000ULL,
		0x8000, 8, ACCESS_READ, 3, NULL, 0x1012b456),
	WIDE("64-bit mode: null selectors are not checked", DS, 0, 0, 0x1234, 1,
		ACCESS_READ, 3, NULL, 0x1234),
	WIDE("64-bit mode: SS may be null below CPL 3", SS, 0, 0, 0x1234, 1,
		ACCESS_READ, 0, NULL, 0x1234),
	WIDE("64-bit mode: not at CPL 3", SS, 3, 0, 0x1234, 1, ACCESS_READ, 3,
		"#GP", 0),
	WIDE("64-bit mode: nor with another RPL", SS, 1, 0, 0x1234, 1,
		ACCESS_READ, 0, "#GP", 0),
	WIDE("64-bit mode: privilege is checked on loading", DS, 0x18,
		KERNEL_DATA, 0, 1, ACCESS_READ, 3, "#GP", 0x18),
	WIDE("64-bit mode: presence, too", FS, 0x2b, 0x00cf73000000ffffULL, 0,
		1, ACCESS_READ, 3, "#NP", 0x28),
	WIDE("64-bit code: no limit", CS, 0x33, WIDE_CODE, 0x400000000000, 1,
		ACCESS_EXEC, 3, NULL, 0x400000000000),
	WIDE("L and D both set are reserved", CS, 0x33, 0x00effb000000ffffULL,
		0, 1, ACCESS_EXEC, 3, "#GP", 0x30),
	WIDE("compatibility mode has its limit", CS, 0x23,
		0x0040fb0000000fffULL, 0x1000, 1, ACCESS_EXEC, 3, "#GP", 0),
	WIDE("compatibility mode has its base", CS, 0x23, 0x0040fb0100000fffULL,
		0x10, 1, ACCESS_EXEC, 3, NULL, 0x10010),
	WIDE("Canonical Addressing: the last of the lower half", DS, 0x2b,
		FLAT_DATA, 0x7fffffffffff, 1, ACCESS_READ, 3, NULL,
		0x7fffffffffff),
	WIDE("Canonical Addressing: a word there", DS, 0x2b, FLAT_DATA,
		0x7fffffffffff, 2, ACCESS_READ, 3, "#GP", 0),
	WIDE("Canonical Addressing: the first of the hole", DS, 0x2b, FLAT_DATA,
		0x800000000000, 1, ACCESS_READ, 3, "#GP", 0),
	WIDE("Canonical Addressing: by the stack #SS(0)", SS, 0x2b, FLAT_DATA,
		0x800000000000, 1, ACCESS_READ, 3, "#SS", 0),
	WIDE("Canonical Addressing: the upper half", DS, 0x2b, FLAT_DATA,
		0xffff800000000000, 8, ACCESS_READ, 3, NULL,
		0xffff800000000000),
};

static void translate_row(const struct row *row, struct segment_result *result)
{
	struct segment_query query = {.long_mode = row->long_mode,
		.segment = row->segment,
		.selector = row->selector,
		.has_selector = true,
		.descriptor = row->descriptor,
		.has_descriptor = row->descriptor != 0,
		.offset = row->offset,
		.size = row->size,
		.access = row->access,
		.cpl = row->cpl,
		.linear_bits = 48};

	segment_translate(&query, result);
}

START_TEST(each_rule_of_the_manual_holds)
{
	const struct row *row = &rows[_i];
	struct segment_result result;
	const char *name;

	translate_row(row, &result);
	name = result.exception.name;
	ck_assert_msg((name == NULL) == (row->exception == NULL), "%s: %s",
		row->what, name ? name : "no exception");
	if (!name) {
		ck_assert_msg(result.linear == row->result, "%s: 0x%llx",
			row->what, (unsigned long long)result.linear);
		return;
	}
	ck_assert_msg(
		strcmp(name, row->exception) == 0, "%s: %s", row->what, name);
	ck_assert_msg(result.exception.code == row->result, "%s: code 0x%x",
		row->what, result.exception.code);
}
END_TEST

START_TEST(checks_stand_in_their_order_and_the_last_is_the_one_that_failed)
{
	struct segment_result result;

	translate_row(&rows[_i], &result);
	ck_assert_uint_gt(result.count, 0);
	for (unsigned i = 0; i < result.count; i++) {
		const struct segment_check *check = &result.checks[i];
		bool failed = result.exception.name && i + 1 == result.count;

		ck_assert_int_eq(check->result == CHECK_FAILED, failed);
		ck_assert_str_ne(check->rule, "");
		ck_assert_int_eq(strncmp(check->section, "Intel SDM ", 10), 0);
	}
}
END_TEST

/* "Limit Checking": of the descriptor tables, 8 bytes each. */
START_TEST(the_limit_of_a_table_is_checked_where_it_is_known)
{
	struct segment_query query = {.segment = SEGMENT_DS,
		.selector = 0x2b,
		.has_selector = true,
		.descriptor = FLAT_DATA,
		.has_descriptor = true,
		.size = 1,
		.cpl = 3};
	struct segment_result result;

	segment_translate(&query, &result);
	ck_assert_int_eq(result.checks[1].result, CHECK_OPEN);
	query.has_table_limit = true;
	query.table_limit = 0x2f;
	segment_translate(&query, &result);
	ck_assert_int_eq(result.checks[1].result, CHECK_PASSED);
	ck_assert_ptr_null(result.exception.name);
	query.table_limit = 0x2e;
	segment_translate(&query, &result);
	ck_assert_str_eq(result.exception.name, "#GP");
	ck_assert_uint_eq(result.exception.code, 0x28);
}
END_TEST

START_TEST(a_base_of_its_own_comes_from_a_register)
{
	struct segment_query query = {.long_mode = true,
		.segment = SEGMENT_GS,
		.base = 0xffff888000001000,
		.has_base = true,
		.offset = (uint64_t)-8,
		.size = 8,
		.cpl = 0,
		.linear_bits = 48};
	struct segment_result result;

	segment_translate(&query, &result);
	ck_assert_ptr_null(result.exception.name);
	ck_assert_uint_eq(result.linear, 0xffff888000000ff8);
	query.offset = 0x8000000000000000;
	segment_translate(&query, &result);
	ck_assert_str_eq(result.exception.name, "#GP");
	/* CR4.LA57: nine bits more. */
	query.base = 0x00ff000000000000;
	query.offset = 0;
	query.linear_bits = 57;
	segment_translate(&query, &result);
	ck_assert_ptr_null(result.exception.name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segments");
	TCase *tcase = add_case(suite, "segments");

	tcase_add_test(
		tcase, each_pair_of_real_mode_is_a_sum_that_wraps_without_a20);
	tcase_add_test(tcase, the_highest_address_of_real_mode_is_the_manuals);
	tcase_add_test(tcase, a_selector_is_an_index_a_table_and_a_level);
	tcase_add_test(tcase, a_descriptor_comes_apart_as_it_was_put_together);
	tcase_add_test(tcase, a_type_has_the_name_of_the_manual);
	tcase_add_loop_test(
		tcase, each_rule_of_the_manual_holds, 0, ROWS(rows));
	tcase_add_loop_test(tcase,
		checks_stand_in_their_order_and_the_last_is_the_one_that_failed,
		0, ROWS(rows));
	tcase_add_test(
		tcase, the_limit_of_a_table_is_checked_where_it_is_known);
	tcase_add_test(tcase, a_base_of_its_own_comes_from_a_register);
	return run_suite(suite);
}
