/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes as they are typed. */
#include <ctype.h>
#include <stdint.h>

#include "run.h"
#include "words/number.h"

enum { UNTOUCHED = 4711 };

static unsigned asked; /* how often somebody wanted to know of huge pages */

static uint64_t huge_2m(void)
{
	asked++;
	return 2 << 20;
}

static uint64_t huge_none(void)
{
	return 0;
}

static const struct units small = {4096, huge_2m};
static const struct units large = {65536, huge_none};
static const struct units bare = {16384, NULL};

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
	const struct units *units;
	uint64_t value;
} sizes[] = {
	{"0", &small, 0},
	{"1", &small, 1},
	{"4096", &small, 4096},
	{"18446744073709551615", &small, UINT64_MAX},
	{"0x0", &small, 0},
	{"0X1f", &small, 31},
	{"0xdeadBEEF", &small, 0xdeadbeef},
	{"0xffffffffffffffff", &small, UINT64_MAX},
	{"0x0000000000000000001", &small, 1},
	{"0x10k", &small, 16384},
	{"0x1p", &small, 4096},
	{"0k", &small, 0},
	{"0p", &small, 0},
	{"3p", &small, 12288},
	{"3p", &large, 196608},
	{"1p", &bare, 16384},
	{"2hp", &small, 4 << 20},
	{"16777215T", &small, UINT64_MAX - (1ULL << 40) + 1},
	{"16383PiB", &small, UINT64_MAX - (1ULL << 50) + 1},
	{"18014398509481983k", &small, UINT64_MAX - 1023},
	{"18446744TB", &small, 18446744000000000000ULL},
	{"4503599627370495p", &small, UINT64_MAX - 4095},
};

START_TEST(a_size_is_read)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert_msg(number_parse_size(
			      sizes[_i].word, sizes[_i].units, &value, &why),
		"%s: %s", sizes[_i].word, said(why.message));
	ck_assert_uint_eq(value, sizes[_i].value);
}
END_TEST

static const struct {
	const char *suffix;
	uint64_t factor;
} suffixes[] = {
	{"k", 1ULL << 10},
	{"kib", 1ULL << 10},
	{"kb", 1000ULL},
	{"m", 1ULL << 20},
	{"mib", 1ULL << 20},
	{"mb", 1000000ULL},
	{"g", 1ULL << 30},
	{"gib", 1ULL << 30},
	{"gb", 1000000000ULL},
	{"t", 1ULL << 40},
	{"tib", 1ULL << 40},
	{"tb", 1000000000000ULL},
	{"pib", 1ULL << 50},
};

START_TEST(a_suffix_is_read_in_either_case)
{
	const char *suffix = suffixes[_i].suffix;
	unsigned letters = (unsigned)strlen(suffix);

	for (unsigned upper = 0; upper < 1U << letters; upper++) {
		char word[16] = "7";
		COMPLAINT(why);
		uint64_t value = UNTOUCHED;

		for (unsigned i = 0; i < letters; i++)
			word[1 + i] = (char)(upper >> i & 1 ? toupper(suffix[i])
							    : suffix[i]);
		ck_assert_msg(number_parse_size(word, &small, &value, &why),
			"%s: %s", word, said(why.message));
		ck_assert_uint_eq(value, 7 * suffixes[_i].factor);
	}
}
END_TEST

START_TEST(the_largest_multiple_of_a_suffix_fits_and_the_next_does_not)
{
	uint64_t most = UINT64_MAX / suffixes[_i].factor;
	COMPLAINT(why);
	char word[40];
	uint64_t value = UNTOUCHED;

	snprintf(word, sizeof(word), "%llu%s", (unsigned long long)most + 1,
		suffixes[_i].suffix);
	ck_assert(!number_parse_size(word, &small, &value, &why));
	check_complaint(&why, word);
	ck_assert_uint_eq(value, UNTOUCHED);
	snprintf(word, sizeof(word), "%llu%s", (unsigned long long)most,
		suffixes[_i].suffix);
	ck_assert(number_parse_size(word, &small, &value, &why));
	ck_assert_uint_eq(value, most * suffixes[_i].factor);
}
END_TEST

static const struct {
	const char *word;
	const struct units *units;
	const char *says;
} no_sizes[] = {
	{"", &small, "empty"},
	{" ", &small, "accepted"},
	{"k", &small, "accepted"},
	{"p", &small, "accepted"},
	{"x10", &small, "accepted"},
	{"+4", &small, "accepted"},
	{"-4", &small, "negative"},
	{"-0", &small, "negative"},
	{"--4", &small, "accepted"},
	{"4P", &small, "PiB"},
	{"0P", &small, "PiB"},
	{"00", &small, "leading zero"},
	{"01", &small, "leading zero"},
	{"0644", &small, "leading zero"},
	{"08", &small, "leading zero"},
	{"00x10", &small, "leading zero"},
	{"0x", &small, "0x"},
	{"0xg", &small, "0x"},
	{"0x-1", &small, "0x"},
	{"0x 1", &small, "0x"},
	{"4b", &small, "suffix"},
	{"4B", &small, "suffix"},
	{"4ki", &small, "suffix"},
	{"4kk", &small, "suffix"},
	{"4k ", &small, "suffix"},
	{"4 k", &small, "suffix"},
	{"4pp", &small, "suffix"},
	{"4pb", &small, "suffix"},
	{"4pi", &small, "suffix"},
	{"4E", &small, "suffix"},
	{"1e3", &small, "suffix"},
	{"1.5M", &small, "suffix"},
	{"1,000", &small, "suffix"},
	{"1_000", &small, "suffix"},
	{"1hp", &large, "huge"},
	{"1hp", &bare, "huge"},
	{"18446744073709551616", &small, "64 bits"},
	{"99999999999999999999999999", &small, "64 bits"},
	{"0x10000000000000000", &small, "64 bits"},
	{"16777216T", &small, "64 bits"},
	{"16384PiB", &small, "64 bits"},
	{"18446745TB", &small, "64 bits"},
	{"18446744073709551615k", &small, "64 bits"},
	{"4503599627370496p", &small, "64 bits"},
	{"281474976710656p", &large, "64 bits"},
	{"8796093022208hp", &small, "64 bits"},
};

START_TEST(what_is_no_size_is_refused)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert_msg(!number_parse_size(no_sizes[_i].word, no_sizes[_i].units,
			      &value, &why),
		"'%s' was taken", no_sizes[_i].word);
	ck_assert_uint_eq(value, UNTOUCHED);
	check_complaint(&why, no_sizes[_i].word);
	ck_assert_msg(strstr(said(why.message), no_sizes[_i].says) != NULL,
		"'%s' does not say '%s'", said(why.message), no_sizes[_i].says);
}
END_TEST

START_TEST(huge_pages_are_asked_for_only_when_typed)
{
	COMPLAINT(why);
	uint64_t value;

	asked = 0;
	ck_assert(number_parse_size("4p", &small, &value, &why));
	ck_assert(!number_parse_size("4x", &small, &value, &why));
	ck_assert_uint_eq(asked, 0);
	ck_assert(number_parse_size("1hp", &small, &value, &why));
	ck_assert_uint_eq(asked, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("numbers");
	TCase *t = add_case(suite, "sizes");

	tcase_add_loop_test(t, a_size_is_read, 0, ROWS(sizes));
	tcase_add_loop_test(
		t, a_suffix_is_read_in_either_case, 0, ROWS(suffixes));
	tcase_add_loop_test(t,
		the_largest_multiple_of_a_suffix_fits_and_the_next_does_not, 0,
		ROWS(suffixes));
	tcase_add_loop_test(t, what_is_no_size_is_refused, 0, ROWS(no_sizes));
	tcase_add_test(t, huge_pages_are_asked_for_only_when_typed);
	return run_suite(suite);
}
