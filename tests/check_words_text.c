/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text from outside made clean, and complaints. */
#include <errno.h>

#include "run.h"
#include "words/complaint.h"
#include "words/escape.h"
#include "words/sentence.h"

/* In a copy of its exact length, so that a tool sees any reading beyond. */
static bool whole_is_utf8(const char *text)
{
	char *copy = strdup(text);
	bool is = is_utf8(copy);

	free(copy);
	return is;
}

static const char *const utf8[] = {"", "abc", "\x7f", "\xc2\x80", "\xc3\xa4",
	"\xdf\xbf", "\xe0\xa0\x80", "\xe2\x82\xac", "\xed\x9f\xbf",
	"\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf0\x9f\x98\x80",
	"\xf4\x8f\xbf\xbf", "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"};

START_TEST(well_formed_utf8_is_known)
{
	ck_assert(whole_is_utf8(utf8[_i]));
}
END_TEST

static const char *const no_utf8[] = {
	"\x80", "\xbf", "\xff", "\xfe",            /* no first bytes */
	"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80",    /* overlong */
	"\xe0\x9f\xbf", "\xf0\x80\x80\x80",        /* overlong */
	"\xf0\x8f\xbf\xbf", "\xc0\xaf",            /* overlong */
	"\xed\xa0\x80", "\xed\xbf\xbf",            /* surrogates */
	"\xed\xa0\xbd\xed\xb8\x80",                /* a pair of them */
	"\xf4\x90\x80\x80", "\xf5\x80\x80\x80",    /* above U+10FFFF */
	"\xf8\x88\x80\x80\x80",                    /* five bytes */
	"\xc3", "\xe2", "\xe2\x82", "\xf0",        /* truncated */
	"\xf0\x9f", "\xf0\x9f\x98", "abc\xe2\x82", /* truncated */
	"\xc3(", "\xe2(\xa1", "\xe2\x82(",         /* broken off */
	"\xf0\x9f\x98(", "\xc3\xa4\xa4",           /* one byte too many */
};

START_TEST(malformed_utf8_is_known)
{
	ck_assert(!whole_is_utf8(no_utf8[_i]));
}
END_TEST

static void encode(unsigned long point, unsigned char *to)
{
	if (point < 0x80) {
		*to++ = (unsigned char)point;
	} else if (point < 0x800) {
		*to++ = (unsigned char)(0xc0 | point >> 6);
		*to++ = (unsigned char)(0x80 | (point & 0x3f));
	} else if (point < 0x10000) {
		*to++ = (unsigned char)(0xe0 | point >> 12);
		*to++ = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (unsigned char)(0x80 | (point & 0x3f));
	} else {
		*to++ = (unsigned char)(0xf0 | point >> 18);
		*to++ = (unsigned char)(0x80 | (point >> 12 & 0x3f));
		*to++ = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (unsigned char)(0x80 | (point & 0x3f));
	}
	*to = '\0';
}

START_TEST(every_code_point_but_surrogates_is_utf8)
{
	for (unsigned long point = 1; point < 0x140000; point++) {
		bool surrogate = point >= 0xd800 && point <= 0xdfff;
		bool valid = point <= 0x10ffff && !surrogate;
		char text[8];

		encode(point, (unsigned char *)text);
		if (whole_is_utf8(text) != valid)
			ck_abort_msg("U+%04lX", point);
	}
}
END_TEST

START_TEST(two_bytes_are_utf8_by_the_rule)
{
	for (unsigned first = 1; first < 256; first++)
		for (unsigned second = 1; second < 256; second++) {
			char text[] = {(char)first, (char)second, '\0'};
			bool ascii = first < 0x80 && second < 0x80;
			bool pair = first >= 0xc2 && first <= 0xdf &&
				    second >= 0x80 && second <= 0xbf;

			if (whole_is_utf8(text) != (ascii || pair))
				ck_abort_msg("%02x %02x", first, second);
		}
}
END_TEST

static const struct {
	const char *text, *terminal, *json;
} cleaned[] = {
	{"", "", ""},
	{"/usr/lib/libc.so.6", "/usr/lib/libc.so.6", "/usr/lib/libc.so.6"},
	{"with space", "with space", "with space"},
	{"back\\slash", "back\\slash", "back\\slash"},
	{"\xc3\xa4", "\xc3\xa4", "\xc3\xa4"},
	{"\n\t", "\\x0a\\x09", "\n\t"},
	{"\033[31m", "\\x1b[31m", "\033[31m"},
	{"\x7f", "\\x7f", "\x7f"},
	{"\xc2\x9b", "\\xc2\\x9b", "\xc2\x9b"},
	{"\xc2\xa0", "\xc2\xa0", "\xc2\xa0"},
	{"\xff", "\\xff", "\\xff"},
	{"a\\\xff", "a\\\\xff", "a\\x5c\\xff"},
	{"\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
	{"\xe2\x82", "\\xe2\\x82", "\\xe2\\x82"},
	{"\xe2\x82z", "\\xe2\\x82z", "\\xe2\\x82z"},
	{"\xf0\x9f\x98\n", "\\xf0\\x9f\\x98\\x0a", "\\xf0\\x9f\\x98\n"},
};

START_TEST(foreign_text_is_made_clean)
{
	char *text = strdup(cleaned[_i].text);
	char *terminal = escape_for_terminal(text);
	char *json = escape_for_json(text);

	ck_assert_str_eq(terminal, cleaned[_i].terminal);
	ck_assert_str_eq(json, cleaned[_i].json);
	free(terminal);
	free(json);
	free(text);
}
END_TEST

/* Undo \xHH in place. */
static void unescape(char *text)
{
	char *to = text;

	for (char *at = text; *at;) {
		if (*at == '\\') {
			char hex[] = {at[2], at[3], '\0'};

			ck_assert_int_eq(at[1], 'x');
			*to++ = (char)strtoul(hex, NULL, 16);
			at += 4;
			continue;
		}
		*to++ = *at++;
	}
	*to = '\0';
}

START_TEST(cleaned_text_is_utf8_and_leads_back_to_its_bytes)
{
	static const char likely[] = "a\\\n\xc2\x80\xe2\x82\xac\xf0\x9f\xff";
	uint64_t seed = 7;

	for (int i = 0; i < 20000; i++) {
		size_t length = next_random(&seed) % 8;
		char text[9] = "";
		char *json, *terminal;

		for (size_t j = 0; j < length; j++)
			text[j] = likely[next_random(&seed) %
					 (sizeof(likely) - 1)];
		json = escape_for_json(text);
		terminal = escape_for_terminal(text);
		ck_assert(whole_is_utf8(json) && whole_is_utf8(terminal));
		ck_assert_ptr_null(strpbrk(terminal, "\n\033"));
		if (whole_is_utf8(text))
			ck_assert_str_eq(json, text);
		else
			unescape(json);
		ck_assert_str_eq(json, text);
		free(json);
		free(terminal);
	}
}
END_TEST

START_TEST(a_complaint_names_its_word)
{
	COMPLAINT(c);

	ck_assert(!complain(&c, "4x", "'%s' is wrong %d times", "4x", 2));
	ck_assert_int_eq(c.kind, COMPLAINT_USAGE);
	ck_assert_str_eq(c.message, "'4x' is wrong 2 times");
	ck_assert_str_eq(c.brief, "'4x' is wrong 2 times");
	ck_assert_str_eq(c.word, "4x");
	ck_assert_ptr_null(c.suggestion);
	ck_assert(!complain(&c, NULL, "it is missing"));
	ck_assert_ptr_null(c.word);
}
END_TEST

START_TEST(a_complaint_may_quote_itself)
{
	COMPLAINT(c);

	complain(&c, "4x", "'4x' is wrong");
	complain(&c, c.word, "%s, and again", c.message);
	ck_assert_str_eq(c.message, "'4x' is wrong, and again");
	ck_assert_str_eq(c.word, "4x");
}
END_TEST

START_TEST(a_complaint_that_nobody_asked_for_is_nothing)
{
	ck_assert(!complain(NULL, "4x", "'%s' is wrong", "4x"));
	ck_assert(!complain_system(NULL, "fork", EAGAIN));
	complain_about(NULL, "mmap");
	complain_suggest(NULL, "4k");
	complain_suggest_option(NULL, "length", "4k");
}
END_TEST

START_TEST(a_sentence_has_integers_of_every_type)
{
	COMPLAINT(c);

	complain(&c, NULL, "%d %u %ld %lu %lld %llu %zu 0x%llx 0x%x %c", -1,
		UINT32_MAX, -2L, 3UL, INT64_MIN + 0LL, UINT64_MAX + 0ULL,
		SIZE_MAX, UINT64_MAX + 0ULL, 0xfeU, '+');
	ck_assert_str_eq(c.message, "-1 4294967295 -2 3 -9223372036854775808 "
				    "18446744073709551615 18446744073709551615 "
				    "0xffffffffffffffff 0xfe +");
}
END_TEST

START_TEST(a_sentence_within_a_sentence_is_never_cut)
{
	COMPLAINT(c);
	char text[201];

	memset(text, 's', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	complain(&c, text, "%s:%u: %s", text, 7U, text);
	ck_assert_uint_eq(strlen(c.brief), WORD_SHOWN + 4 + 200);
	ck_assert_str_eq(c.brief + WORD_SHOWN + 4, text);
	ck_assert_uint_eq(strlen(c.message), 200 + 4 + 200);
	complain(&c, NULL, "%s", text);
	ck_assert_str_eq(c.brief, text);
	complain(&c, NULL, "'%s , %s' is wrong", text, text);
	ck_assert_uint_eq(
		strlen(c.brief), 2 * WORD_SHOWN + strlen("' , ' is wrong"));
}
END_TEST

START_TEST(a_long_word_is_cut_for_the_line_alone)
{
	COMPLAINT(c);
	char text[100001];

	memset(text, 'w', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "begin", 5);
	memcpy(text + sizeof(text) - 4, "end", 3);
	complain(&c, text, "'%s' is wrong; %s is accepted", text, "this");
	complain_suggest_option(&c, "file", text);
	ck_assert_uint_eq(strlen(c.message),
		2 * (sizeof(text) - 1) +
			strlen("'' is wrong; this is accepted; did you mean "
			       "'--file '?"));
	ck_assert_str_eq(c.word, text);
	ck_assert_uint_eq(
		strlen(c.suggestion), strlen("--file ") + sizeof(text) - 1);
	ck_assert_str_eq(c.brief,
		"'beginwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww..."
		"wwwwwwwwwwwwwwwwwwend' is wrong; this is accepted; did you "
		"mean '--file beginwwwwwwwwwwwwwwwwwwwwwwwwwwww..."
		"wwwwwwwwwwwwwwwwwwend'?");
}
END_TEST

static const struct {
	const char *character; /* repeated */
	size_t count;
	size_t head, tail; /* bytes that are left of it */
} long_words[] = {
	{"w", 64, 64, 0},
	{"w", 65, 40, 21},
	{"\xc3\xa9", 1000, 40, 20},
	{"\xe2\x82\xac", 1000, 39, 21},
	{"\xf0\x9f\x98\x80", 1000, 40, 20},
	{"\x80", 1000, 37, 18}, /* it is no UTF-8 */
	{"\xff", 1000, 40, 21},
};

START_TEST(a_word_is_cut_between_characters)
{
	size_t each = strlen(long_words[_i].character);
	size_t length = each * long_words[_i].count;
	size_t head = long_words[_i].head, tail = long_words[_i].tail;
	char *word = calloc(1, length + 1);
	char cut[WORD_ROOM];

	for (size_t at = 0; at < length; at += each)
		memcpy(word + at, long_words[_i].character, each);
	word_cut(word, cut);
	ck_assert_uint_eq(strlen(cut), tail ? head + 3 + tail : head);
	ck_assert(memcmp(cut, word, head) == 0);
	if (tail) {
		ck_assert(memcmp(cut + head, "...", 3) == 0);
		ck_assert_str_eq(cut + head + 3, word + length - tail);
	}
	ck_assert_int_eq(whole_is_utf8(cut), whole_is_utf8(word));
	free(word);
}
END_TEST

START_TEST(a_complaint_about_the_system_tells_the_error)
{
	COMPLAINT(c);

	ck_assert(!complain_system(&c, "fork", EAGAIN));
	ck_assert_int_eq(c.kind, COMPLAINT_SYSTEM);
	ck_assert_ptr_eq(strstr(c.message, "fork: "), c.message);
	ck_assert_ptr_nonnull(strstr(c.message, strerror(EAGAIN)));
}
END_TEST

START_TEST(a_complaint_gathers_where_it_came_from)
{
	COMPLAINT(c);

	complain(&c, "4x", "'4x': unknown suffix");
	complain_about(&c, "length");
	complain_about(&c, "mmap");
	ck_assert_str_eq(c.message, "mmap: length: '4x': unknown suffix");
	ck_assert_str_eq(c.brief, c.message);
	ck_assert_str_eq(c.word, "4x");
}
END_TEST

START_TEST(a_suggestion_ends_the_complaint)
{
	COMPLAINT(c);

	complain(&c, "mmpa", "'mmpa' is no call");
	complain_suggest(&c, NULL);
	ck_assert_str_eq(c.message, "'mmpa' is no call");
	ck_assert_ptr_null(c.suggestion);
	complain_suggest(&c, "mmap");
	ck_assert_str_eq(c.message, "'mmpa' is no call; did you mean 'mmap'?");
	ck_assert_str_eq(c.brief, c.message);
	ck_assert_str_eq(c.suggestion, "mmap");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *t = add_case(suite, "clean");

	tcase_add_loop_test(t, well_formed_utf8_is_known, 0, ROWS(utf8));
	tcase_add_loop_test(t, malformed_utf8_is_known, 0, ROWS(no_utf8));
	tcase_add_test(t, every_code_point_but_surrogates_is_utf8);
	tcase_add_test(t, two_bytes_are_utf8_by_the_rule);
	tcase_add_loop_test(t, foreign_text_is_made_clean, 0, ROWS(cleaned));
	tcase_add_test(t, cleaned_text_is_utf8_and_leads_back_to_its_bytes);
	t = add_case(suite, "complaints");
	tcase_add_test(t, a_complaint_names_its_word);
	tcase_add_test(t, a_complaint_may_quote_itself);
	tcase_add_test(t, a_complaint_that_nobody_asked_for_is_nothing);
	tcase_add_test(t, a_sentence_has_integers_of_every_type);
	tcase_add_test(t, a_sentence_within_a_sentence_is_never_cut);
	tcase_add_test(t, a_long_word_is_cut_for_the_line_alone);
	tcase_add_loop_test(
		t, a_word_is_cut_between_characters, 0, ROWS(long_words));
	tcase_add_test(t, a_complaint_about_the_system_tells_the_error);
	tcase_add_test(t, a_complaint_gathers_where_it_came_from);
	tcase_add_test(t, a_suggestion_ends_the_complaint);
	return run_suite(suite);
}
