/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people read: lines of 80 columns. */
#include <stdint.h>

#include "render/render.h"
#include "rendered.h"
#include "run.h"

enum { WIDTH = 80 };

START_TEST(an_indented_line_with_nothing_on_it_is_dropped)
{
	struct page page;

	page_open(&page, true);
	render_line(page.r, 0);
	render_printf(page.r, STYLE_PLAIN, "first");
	render_line(page.r, 3);
	render_line(page.r, 3);
	render_printf(page.r, STYLE_PLAIN, "second");
	render_line(page.r, 3);
	render_line(page.r, 0);
	render_line(page.r, 0);
	render_printf(page.r, STYLE_PLAIN, "third");
	render_line(page.r, 3);
	/* A line without an indent is wanted even where it is empty. */
	check_page(&page, "first\n   second\n\nthird\n");
}
END_TEST

/* However long it is, and longer than any buffer. */
START_TEST(a_row_stays_on_its_line)
{
	static char row[20000];

	for (size_t i = 0; i + 1 < sizeof(row); i++)
		row[i] = i % 7 ? 'x' : ' ';
	for (unsigned indent = 0; indent < 6; indent += 3) {
		struct page page;
		char *expected = malloc(sizeof(row) + 16);

		page_open(&page, false);
		render_line(page.r, indent);
		render_whole(page.r, STYLE_PLAIN, row);
		render_line(page.r, indent);
		render_whole(page.r, STYLE_PLAIN, "next");
		sprintf(expected, "%*s%s\n%*snext\n", (int)indent, "", row,
			(int)indent, "");
		check_page(&page, expected);
		free(expected);
	}
}
END_TEST

START_TEST(words_before_the_first_line_are_dropped)
{
	struct page page;

	page_open(&page, false);
	render_printf(page.r, STYLE_PLAIN, "nowhere");
	check_page(&page, "");
}
END_TEST

/* LENGTH times x, then a time at the right edge, then another line. */
static void check_right(unsigned length, const char *expected)
{
	struct page page;
	char xs[WIDTH + 1] = "";

	memset(xs, 'x', length);
	page_open(&page, false);
	render_line(page.r, 0);
	render_printf(page.r, STYLE_PLAIN, "%s", xs);
	render_right(page.r, as_duration(1900));
	render_line(page.r, 3);
	render_printf(page.r, STYLE_PLAIN, "next");
	check_page(&page, expected);
}

START_TEST(a_duration_stands_at_the_right_edge)
{
	char expected[256];

	snprintf(expected, sizeof(expected), "%-74s1.9 us\n   next\n", "xxx");
	check_right(3, expected);
}
END_TEST

START_TEST(a_duration_keeps_two_columns_apart_or_takes_the_next_line)
{
	char xs[WIDTH + 1] = "", expected[256];

	memset(xs, 'x', 72);
	snprintf(expected, sizeof(expected), "%s  1.9 us\n   next\n", xs);
	check_right(72, expected);
	memset(xs, 'x', 73);
	snprintf(
		expected, sizeof(expected), "%s\n%-74s1.9 us\n", xs, "   next");
	check_right(73, expected);
}
END_TEST

START_TEST(an_unknown_duration_leaves_no_trace)
{
	struct page page;

	page_open(&page, false);
	render_line(page.r, 0);
	render_printf(page.r, STYLE_PLAIN, "x");
	render_right(page.r, as_duration(-1));
	check_page(&page, "x\n");
}
END_TEST

/* Columns of a line: what continues a UTF-8 sequence or colours takes none. */
static int columns(const char *line, size_t length)
{
	int count = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\033')
			i += strcspn(line + i, "m");
		else
			count += ((unsigned char)line[i] & 0xc0) != 0x80;
	}
	return count;
}

static void check_width(const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		ck_assert_msg(columns(text, length) <= WIDTH, "%d columns: %s",
			columns(text, length), text);
		text += length + (text[length] == '\n');
	}
}

/* TEXT without colours, and if asked without white space. */
static char *stripped(const char *text, bool blanks)
{
	char *copy = malloc(strlen(text) + 1);
	char *to = copy;

	for (; *text; text++) {
		if (*text == '\033')
			text += strcspn(text, "m");
		else if (!blanks || (*text != ' ' && *text != '\n'))
			*to++ = *text;
	}
	*to = '\0';
	return copy;
}

/* Random words, some of them kept together, on lines of random indents. */
static void text_at_random(struct render *r, uint64_t seed)
{
	static const char *const letters[] = {"a", "b", "|", "\xc3\xa4", " "};

	for (int i = 0; i < 40; i++) {
		uint64_t n = next_random(&seed);
		char word[200] = "";
		int length = (int)(n >> 8 & 31);

		if (n % 8 == 0 || i == 0)
			render_line(r, (n >> 4 & 1) * 3);
		for (int j = 0; j < length; j++)
			strcat(word, letters[next_random(&seed) % 5]);
		if (n & 1)
			render_printf(
				r, (enum style)(n >> 16) % 7, "%s ", word);
		else
			render_keep(r, (enum style)(n >> 16) % 7, " %s", word);
		if (n % 16 == 3)
			render_right(r, as_duration((int64_t)(n >> 40)));
	}
}

START_TEST(no_line_is_wider_than_80_columns_and_colours_take_none)
{
	for (uint64_t seed = 1; seed < 300; seed++) {
		struct page plain, colored;
		char *bare;

		page_open(&plain, false);
		text_at_random(plain.r, seed);
		page_close(&plain);
		page_open(&colored, true);
		text_at_random(colored.r, seed);
		page_close(&colored);
		check_width(plain.text);
		ck_assert_ptr_null(strchr(plain.text, '\033'));
		bare = stripped(colored.text, false);
		ck_assert_str_eq(bare, plain.text);
		free(bare);
		free(plain.text);
		free(colored.text);
	}
}
END_TEST

START_TEST(what_wraps_is_indented_and_whole)
{
	struct page page;
	char said[4000] = "", *all, *bare;

	page_open(&page, false);
	render_line(page.r, 3);
	for (int i = 0; i < 60; i++) {
		char word[40];

		snprintf(word, sizeof(word), "%.*s%d ", i % 20,
			"abcdefghijklmnopqrstuvwxyz", i);
		strcat(said, word);
		render_printf(page.r, STYLE_PLAIN, "%s", word);
	}
	page_close(&page);
	check_width(page.text);
	ck_assert_int_eq(strncmp(page.text, "   0 a1", 7), 0);
	for (char *at = page.text; (at = strchr(at, '\n')) && at[1]; at++) {
		size_t word = strcspn(at + 7, " \n");
		const char *start = at;

		ck_assert_int_eq((int)strspn(at + 1, " "), 6);
		/* Greedy: its first word had no room on the line before. */
		while (start > page.text && start[-1] != '\n')
			start--;
		ck_assert_int_gt((int)(at - start + 1 + (int)word), WIDTH);
	}
	all = stripped(said, true);
	bare = stripped(page.text, true);
	ck_assert_str_eq(bare, all);
	free(all);
	free(bare);
	free(page.text);
}
END_TEST

START_TEST(what_is_kept_together_moves_to_a_line_of_its_own)
{
	struct page page;
	char xs[71] = "", expected[256];

	memset(xs, 'x', 70);
	page_open(&page, false);
	render_line(page.r, 0);
	render_printf(page.r, STYLE_PLAIN, "%s", xs);
	render_keep(page.r, STYLE_BAD, " = -1 ENOMEM (Cannot allocate memory)");
	snprintf(expected, sizeof(expected),
		"%s\n   = -1 ENOMEM (Cannot allocate memory)\n", xs);
	check_page(&page, expected);
}
END_TEST

START_TEST(a_word_longer_than_any_buffer_comes_out_whole)
{
	struct page page;
	char *word = malloc(50001);
	char *bare;

	memset(word, 'w', 50000);
	word[50000] = '\0';
	page_open(&page, true);
	render_line(page.r, 3);
	render_printf(page.r, STYLE_PLAIN, "before");
	render_words(page.r, " ", as_foreign(word));
	render_printf(page.r, STYLE_PLAIN, " after");
	page_close(&page);
	bare = stripped(page.text, true);
	ck_assert_uint_eq(strlen(bare), 50000 + 11);
	ck_assert_int_eq(strncmp(bare, "beforew", 7), 0);
	ck_assert_str_eq(bare + strlen(bare) - 6, "wafter");
	free(bare);
	free(page.text);
	free(word);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lines");
	TCase *t = add_case(suite, "lines");

	tcase_add_test(t, an_indented_line_with_nothing_on_it_is_dropped);
	tcase_add_test(t, a_row_stays_on_its_line);
	tcase_add_test(t, words_before_the_first_line_are_dropped);
	tcase_add_test(t, a_duration_stands_at_the_right_edge);
	tcase_add_test(
		t, a_duration_keeps_two_columns_apart_or_takes_the_next_line);
	tcase_add_test(t, an_unknown_duration_leaves_no_trace);
	tcase_add_test(
		t, no_line_is_wider_than_80_columns_and_colours_take_none);
	tcase_add_test(t, what_wraps_is_indented_and_whole);
	tcase_add_test(t, what_is_kept_together_moves_to_a_line_of_its_own);
	tcase_add_test(t, a_word_longer_than_any_buffer_comes_out_whole);
	return run_suite(suite);
}
