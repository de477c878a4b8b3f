/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers with a sign, words of bits, C ints and modes as they are typed. */
#include <stdint.h>

#include "run.h"
#include "words/number.h"

enum { UNTOUCHED = 4711 };

static uint64_t huge_2m(void)
{
	return 2 << 20;
}

static const struct units small = {4096, huge_2m};

/* The complaint is about WORD, and says so. */
static void check_complaint(const struct complaint *why, const char *word)
{
	ck_assert_int_eq(why->kind, COMPLAINT_USAGE);
	ck_assert_str_eq(said(why->word), word);
	ck_assert_str_ne(said(why->message), "");
	ck_assert_msg(strstr(said(why->message), word) != NULL,
		"'%s' does not name '%s'", said(why->message), word);
}

static const struct {
	const char *word;
	int64_t value;
} signed_numbers[] = {
	{"0", 0},
	{"-0", 0},
	{"1", 1},
	{"-1", -1},
	{"-64k", -65536},
	{"-0x10", -16},
	{"-2p", -8192},
	{"-1hp", -(2 << 20)},
	{"-1kB", -1000},
	{"9223372036854775807", INT64_MAX},
	{"-9223372036854775807", -INT64_MAX},
	{"-9223372036854775808", INT64_MIN},
	{"-0x8000000000000000", INT64_MIN},
	{"-8388608T", INT64_MIN},
	{"8388607T", INT64_MAX - (1LL << 40) + 1},
};

START_TEST(a_signed_number_is_read)
{
	COMPLAINT(why);
	int64_t value = UNTOUCHED;

	ck_assert_msg(number_parse_signed(
			      signed_numbers[_i].word, &small, &value, &why),
		"%s: %s", signed_numbers[_i].word, said(why.message));
	ck_assert_int_eq(value, signed_numbers[_i].value);
}
END_TEST

static const char *const no_signed_numbers[] = {
	"",
	"-",
	"--1",
	"-x",
	"-k",
	"+1",
	"-01",
	"-4x",
	"4P",
	"-4P",
	"- 1",
	"9223372036854775808",
	"-9223372036854775809",
	"18446744073709551615",
	"-18446744073709551616",
	"8388608T",
	"-8388609T",
};

START_TEST(what_is_no_signed_number_is_refused)
{
	const char *word = no_signed_numbers[_i];
	COMPLAINT(why);
	int64_t value = UNTOUCHED;

	ck_assert_msg(!number_parse_signed(word, &small, &value, &why),
		"'%s' was taken", word);
	ck_assert_int_eq(value, UNTOUCHED);
	check_complaint(&why, word);
}
END_TEST

static const struct {
	const char *word;
	uint64_t value;
} bits[] = {
	{"0", 0},
	{"0x4000000", 0x4000000},
	{"4294967296", 1ULL << 32},
	{"18446744073709551615", UINT64_MAX},
	{"-1", UINT64_MAX},
	{"-0x1", UINT64_MAX},
	{"-9223372036854775808", 1ULL << 63},
};

START_TEST(a_word_of_bits_is_read)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert(number_parse_bits(bits[_i].word, &value, &why));
	ck_assert_uint_eq(value, bits[_i].value);
}
END_TEST

static const char *const no_bits[] = {"", "-", "x", "1k", "1p", "1 ", "010",
	"0x", "+1", "--1", "18446744073709551616", "-9223372036854775809",
	"-18446744073709551615"};

START_TEST(what_is_no_word_of_bits_is_refused)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert_msg(!number_parse_bits(no_bits[_i], &value, &why),
		"'%s' was taken", no_bits[_i]);
	ck_assert_uint_eq(value, UNTOUCHED);
	ck_assert_str_ne(said(why.message), "");
}
END_TEST

static const struct {
	const char *word;
	int64_t value;
} ints[] = {
	{"0", 0},
	{"3", 3},
	{"-1", -1},
	{"2147483647", INT32_MAX},
	{"0x7fffffff", INT32_MAX},
	{"-2147483648", INT32_MIN},
};

START_TEST(a_c_int_is_read)
{
	COMPLAINT(why);
	int64_t value = UNTOUCHED;

	ck_assert(number_parse_int(ints[_i].word, &value, &why));
	ck_assert_int_eq(value, ints[_i].value);
}
END_TEST

/* The last three are negative ints where only their bits are looked at. */
static const char *const no_ints[] = {"", "-", "x", "1k", "1p", "01", "+1",
	"2147483648", "-2147483649", "0xffffffff", "9223372036854775808",
	"99999999999999999999", "18446744073709551615", "0xffffffff80000000",
	"18446744071562067968"};

START_TEST(what_is_no_c_int_is_refused)
{
	COMPLAINT(why);
	int64_t value = UNTOUCHED;

	ck_assert_msg(!number_parse_int(no_ints[_i], &value, &why),
		"'%s' was taken, for %lld", no_ints[_i], (long long)value);
	ck_assert_int_eq(value, UNTOUCHED);
	check_complaint(&why, no_ints[_i]);
}
END_TEST

static const struct {
	const char *word;
	uint64_t value;
} modes[] = {{"0", 0}, {"644", 0644}, {"0644", 0644}, {"000755", 0755},
	{"7777", 07777}, {"1777", 01777}};

START_TEST(a_mode_is_read_as_octal)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert(number_parse_mode(modes[_i].word, &value, &why));
	ck_assert_uint_eq(value, modes[_i].value);
}
END_TEST

static const char *const no_modes[] = {"", "8", "649", "0x1ff", "0o644", "-1",
	"+644", "644 ", "u+x", "1777777"};

START_TEST(what_is_no_mode_is_refused)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert(!number_parse_mode(no_modes[_i], &value, &why));
	ck_assert_uint_eq(value, UNTOUCHED);
	check_complaint(&why, no_modes[_i]);
}
END_TEST

START_TEST(a_number_is_known_by_its_first_digit)
{
	static const char *const yes[] = {"0", "1", "-1", "0x", "-0x1", "9z"};
	static const char *const no[] = {
		"", "-", "--1", "-a", "a1", "+1", " 1"};

	for (int i = 0; i < ROWS(yes); i++)
		ck_assert_msg(number_begins(yes[i]), "%s", yes[i]);
	for (int i = 0; i < ROWS(no); i++)
		ck_assert_msg(!number_begins(no[i]), "%s", no[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("integers");
	TCase *t = add_case(suite, "others");

	tcase_add_loop_test(
		t, a_signed_number_is_read, 0, ROWS(signed_numbers));
	tcase_add_loop_test(t, what_is_no_signed_number_is_refused, 0,
		ROWS(no_signed_numbers));
	tcase_add_loop_test(t, a_word_of_bits_is_read, 0, ROWS(bits));
	tcase_add_loop_test(
		t, what_is_no_word_of_bits_is_refused, 0, ROWS(no_bits));
	tcase_add_loop_test(t, a_c_int_is_read, 0, ROWS(ints));
	tcase_add_loop_test(t, what_is_no_c_int_is_refused, 0, ROWS(no_ints));
	tcase_add_loop_test(t, a_mode_is_read_as_octal, 0, ROWS(modes));
	tcase_add_loop_test(t, what_is_no_mode_is_refused, 0, ROWS(no_modes));
	tcase_add_test(t, a_number_is_known_by_its_first_digit);
	return run_suite(suite);
}
