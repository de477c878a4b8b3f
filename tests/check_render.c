/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people read: bytes, durations, kinds of value. */
#include <stdint.h>

#include "render/render.h"
#include "rendered.h"
#include "run.h"

static const struct {
	uint64_t bytes;
	const char *text;
} sizes[] = {
	{0, "0"},
	{1, "1 B"},
	{1023, "1023 B"},
	{1024, "1 KiB"},
	{1025, "1025 B"},
	{1536, "1536 B"},
	{4096, "4 KiB"},
	{3 << 20, "3 MiB"},
	{(4 << 20) + 1024, "4097 KiB"},
	{1ULL << 30, "1 GiB"},
	{1ULL << 40, "1 TiB"},
	{1ULL << 50, "1 PiB"},
	{1ULL << 60, "1024 PiB"},
	{UINT64_MAX, "18446744073709551615 B"},
	{UINT64_MAX - 4095, "18014398509481980 KiB"},
};

START_TEST(bytes_are_shown_in_the_largest_unit_that_divides_them)
{
	char text[64];

	format_bytes(sizes[_i].bytes, text, sizeof(text));
	ck_assert_str_eq(text, sizes[_i].text);
}
END_TEST

START_TEST(sizes_side_by_side_have_the_unit_of_the_smallest)
{
	char text[64];

	ck_assert_uint_eq(unit_of(0), UNIT_LARGEST);
	ck_assert_uint_eq(unit_of(1), 0);
	ck_assert_uint_eq(unit_of(4096), 1);
	ck_assert_uint_eq(unit_of(3 << 20), 2);
	value_format(in_unit(as_bytes(4 << 20), 1), text, sizeof(text));
	ck_assert_str_eq(text, "4096 KiB");
	value_format(in_unit(as_change(-(4 << 20)), 0), text, sizeof(text));
	ck_assert_str_eq(text, "-4194304 B");
	value_format(in_unit(as_bytes(0), 1), text, sizeof(text));
	ck_assert_str_eq(text, "0");
	/* A unit that does not divide it loses nothing. */
	value_format(in_unit(as_bytes(1025), 2), text, sizeof(text));
	ck_assert_str_eq(text, "1025 B");
	value_format(in_unit(as_count(7), 2), text, sizeof(text));
	ck_assert_str_eq(text, "7");
}
END_TEST

static const struct {
	int64_t ns;
	const char *text;
} durations[] = {
	{0, "0 ns"},
	{999, "999 ns"},
	{1000, "1.0 us"},
	{1900, "1.9 us"},
	{99900, "99.9 us"},
	{1000000, "1.0 ms"},
	{123400000, "123.4 ms"},
	{1000000000, "1.00 s"},
	{61230000000, "61.23 s"},
};

START_TEST(durations_are_shown_with_their_unit)
{
	char text[64];

	format_duration(durations[_i].ns, text, sizeof(text));
	ck_assert_str_eq(text, durations[_i].text);
}
END_TEST

START_TEST(a_fact_without_a_label_is_silent)
{
	struct page page;

	page_open(&page, false);
	render_object(page.r, NULL);
	render_line(page.r, 0);
	render_fact(page.r, "step", NULL, as_count(1));
	render_fact(page.r, "size", "size ", as_bytes(4096));
	render_fact(page.r, "more", ", ", as_change(-8192));
	render_close(page.r);
	check_page(&page, "size 4 KiB, -8 KiB\n");
}
END_TEST

static const struct {
	struct value value;
	const char *text;
} values[] = {
	{{VALUE_NULL, 0, NULL}, "unknown"},
	{{VALUE_TEXT, 0, "MAP_PRIVATE"}, "MAP_PRIVATE"},
	{{VALUE_FOREIGN, 0, "a\033[31m\xff"}, "a\\x1b[31m\\xff"},
	{{VALUE_ADDRESS, 0x7f00, NULL}, "0x7f00"},
	{{VALUE_ADDRESS, UINT64_MAX, NULL}, "0xffffffffffffffff"},
	{{VALUE_BYTES, 4096, NULL}, "4 KiB"},
	{{VALUE_CHANGE, 4096, NULL}, "+4 KiB"},
	{{VALUE_CHANGE, 0, NULL}, "+0"},
	{{VALUE_CHANGE, (uint64_t)-4096, NULL}, "-4 KiB"},
	{{VALUE_CHANGE, 1ULL << 63, NULL}, "-8192 PiB"},
	{{VALUE_ABOUT, 1908736, NULL}, "1.82 MiB"},
	{{VALUE_KIB, 8192, NULL}, "8"},
	{{VALUE_COUNT, UINT64_MAX, NULL}, "18446744073709551615"},
	{{VALUE_FRAME, 0x1234, NULL}, "0x1234"},
	{{VALUE_NUMBER, (uint64_t)-1, NULL}, "-1"},
	{{VALUE_DURATION, 1900, NULL}, "1.9 us"},
	{{VALUE_TRUTH, 1, NULL}, "yes"},
	{{VALUE_TRUTH, 0, NULL}, "no"},
};

START_TEST(a_kind_of_value_looks_the_same_everywhere)
{
	struct page page;
	char expected[128];

	page_open(&page, false);
	render_line(page.r, 0);
	render_fact(page.r, "key", "<", values[_i].value);
	render_words(page.r, "><", values[_i].value);
	render_printf(page.r, STYLE_PLAIN, ">");
	snprintf(expected, sizeof(expected), "<%s><%s>\n", values[_i].text,
		values[_i].text);
	check_page(&page, expected);
}
END_TEST

START_TEST(a_value_that_is_not_there_is_unknown)
{
	ck_assert_int_eq(as_text(NULL).kind, VALUE_NULL);
	ck_assert_int_eq(as_foreign(NULL).kind, VALUE_NULL);
	ck_assert_int_eq(as_duration(-1).kind, VALUE_NULL);
	ck_assert_int_eq(as_duration(0).kind, VALUE_DURATION);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render");
	TCase *t = add_case(suite, "values");

	tcase_add_test(t, sizes_side_by_side_have_the_unit_of_the_smallest);
	tcase_add_loop_test(t,
		bytes_are_shown_in_the_largest_unit_that_divides_them, 0,
		ROWS(sizes));
	tcase_add_loop_test(
		t, durations_are_shown_with_their_unit, 0, ROWS(durations));
	tcase_add_loop_test(
		t, a_kind_of_value_looks_the_same_everywhere, 0, ROWS(values));
	tcase_add_test(t, a_value_that_is_not_there_is_unknown);
	t = add_case(suite, "lines");
	tcase_add_test(t, a_fact_without_a_label_is_silent);
	return run_suite(suite);
}
