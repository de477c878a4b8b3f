/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --assert compares a fact with. */
#include "run.h"
#include "words/comparison.h"

static const struct units units = {.page = 4096};

/* A comparison of integers: as typed, and which of two numbers meet it. */
static const struct {
	const char *text;
	enum value_form form;
	int64_t yes, no;
} numbers[] = {
	{"x=0", FORM_INTEGER, 0, 1},
	{"x=+100p", FORM_INTEGER, 409600, -409600},
	{"x=-4k", FORM_INTEGER, -4096, 4096},
	{"x!=0", FORM_INTEGER, -1, 0},
	{"x<4k", FORM_INTEGER, -5, 4096},
	{"x<=4k", FORM_INTEGER, 4096, 4097},
	{"x>-4k", FORM_INTEGER, -4095, -4096},
	{"x>=1", FORM_INTEGER, 1, 0},
	{"x=..64", FORM_INTEGER, 64, 65},
	{"x=..64", FORM_INTEGER, -64, 65},
	{"x=64..", FORM_INTEGER, INT64_MAX, 63},
	{"x=-1..1", FORM_INTEGER, 0, -2},
	{"x!=1..3", FORM_INTEGER, 4, 2},
	{"x=1,3,7..9", FORM_INTEGER, 8, 2},
	{"x!=1,3", FORM_INTEGER, 2, 3},
	{" x <= 4", FORM_INTEGER, 4, 5},
	{"x=0x10", FORM_INTEGER, 16, 10},
	{"x<1us", FORM_DURATION, 999, 1000},
	{"x=1.5ms..2s", FORM_DURATION, 1500000, 1499999},
	{"x<=12", FORM_DURATION, 12, 13},
};

static struct comparison parse(const char *typed, enum value_form form)
{
	struct comparison c = {0};
	char text[64], *fact, *value;
	COMPLAINT(why);

	snprintf(text, sizeof(text), "%s", typed);
	ck_assert_msg(comparison_cut(text, &fact, &c.operation, &value, &why),
		"%s", said(why.message));
	ck_assert_msg(comparison_parse(value, form, &units, &c, &why), "%s",
		said(why.message));
	return c;
}

START_TEST(a_number_is_compared)
{
	struct comparison c = parse(numbers[_i].text, numbers[_i].form);

	ck_assert(comparison_meets_integer(
		&c, integer_of_signed(numbers[_i].yes)));
	ck_assert(!comparison_meets_integer(
		&c, integer_of_signed(numbers[_i].no)));
}
END_TEST

START_TEST(the_largest_numbers_are_exact)
{
	struct comparison c = parse("x=18446744073709551615", FORM_INTEGER);
	struct comparison all = parse("x=unlimited", FORM_INTEGER);
	struct integer most = {.magnitude = UINT64_MAX};
	struct integer less = {.magnitude = UINT64_MAX - 1};

	ck_assert(comparison_meets_integer(&c, most));
	ck_assert(!comparison_meets_integer(&c, less));
	ck_assert(comparison_meets_integer(&all, most));
	ck_assert(!comparison_meets_integer(&c, integer_of_signed(-1)));
}
END_TEST

static struct comparison parse_words(char *text)
{
	struct comparison c = {0};
	char *fact, *value;
	COMPLAINT(why);

	ck_assert(comparison_cut(text, &fact, &c.operation, &value, &why));
	ck_assert(comparison_parse(value, FORM_WORD, &units, &c, &why));
	return c;
}

START_TEST(words_are_compared)
{
	char any[] = "perms=r--p,rw-p", none[] = "path!=/a..b";
	struct comparison c = parse_words(any), d = parse_words(none);

	ck_assert(comparison_meets_word(&c, "r--p"));
	ck_assert(comparison_meets_word(&c, "rw-p"));
	ck_assert(!comparison_meets_word(&c, "rwxp"));
	ck_assert(!comparison_meets_word(&c, "r--"));
	ck_assert(!comparison_meets_word(&d, "/a..b"));
	ck_assert(comparison_meets_word(&d, "/a"));
}
END_TEST

static const struct {
	const char *text;
	enum value_form form;
	const char *said;
} wrong[] = {
	{"faults", FORM_INTEGER, "operator"},
	{"", FORM_INTEGER, "operator"},
	{"=3", FORM_INTEGER, "no fact"},
	{"x=", FORM_INTEGER, "no value"},
	{"x!3", FORM_INTEGER, "not an operator"},
	{"x==3", FORM_INTEGER, "two operators"},
	{"x=<3", FORM_INTEGER, "two operators"},
	{"x<1,2", FORM_INTEGER, "several values"},
	{"x<1..2", FORM_INTEGER, "range"},
	{"x=..", FORM_INTEGER, "ends"},
	{"x=3..1", FORM_INTEGER, "empty"},
	{"x=1,", FORM_INTEGER, "empty"},
	{"x=x", FORM_INTEGER, "not a number"},
	{"x=--1", FORM_INTEGER, "negative"},
	{"x=4q", FORM_INTEGER, "suffix"},
	{"x<r--p", FORM_WORD, "no order"},
	{"x=3h", FORM_DURATION, "not a duration"},
	{"x=-3us", FORM_DURATION, "not a duration"},
	{"x=1.us", FORM_DURATION, "not a duration"},
	{"x=99999999999999999s", FORM_DURATION, "not a duration"},
	{"x=1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8", FORM_INTEGER, "more than"},
};

START_TEST(what_is_wrong_is_said)
{
	struct comparison c = {0};
	char text[64], *fact, *value;
	COMPLAINT(why);

	snprintf(text, sizeof(text), "%s", wrong[_i].text);
	ck_assert(!comparison_cut(text, &fact, &c.operation, &value, &why) ||
		  !comparison_parse(value, wrong[_i].form, &units, &c, &why));
	ck_assert_msg(strstr(said(why.message), wrong[_i].said) != NULL,
		"'%s' of '%s'", said(why.message), wrong[_i].text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("comparison");
	TCase *t = add_case(suite, "comparison");

	tcase_add_loop_test(t, a_number_is_compared, 0, ROWS(numbers));
	tcase_add_test(t, the_largest_numbers_are_exact);
	tcase_add_test(t, words_are_compared);
	tcase_add_loop_test(t, what_is_wrong_is_said, 0, ROWS(wrong));
	return run_suite(suite);
}
