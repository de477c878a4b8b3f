/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a step may end, and what was expected of it. */
#include <errno.h>
#include <signal.h>

#include "run.h"
#include "words/errnos.h"
#include "words/outcome.h"
#include "words/signals.h"

#define LONG_WORD                                                              \
	"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop"

static const struct {
	const char *text;
	struct outcome first;
} outcomes[] = {
	{"ok", {OUTCOME_OK, 0, 0, false}},
	{"OK", {OUTCOME_OK, 0, 0, false}},
	{"fail", {OUTCOME_ERROR, 0, 0, false}},
	{"Fail", {OUTCOME_ERROR, 0, 0, false}},
	{"signal", {OUTCOME_SIGNAL, 0, 0, false}},
	{"timeout,ok", {OUTCOME_TIMEOUT, 0, 0, false}},
	{"ENOMEM", {OUTCOME_ERROR, ENOMEM, 0, false}},
	{"enomem", {OUTCOME_ERROR, ENOMEM, 0, false}},
	{"EWOULDBLOCK", {OUTCOME_ERROR, EAGAIN, 0, false}},
	{"SIGSEGV", {OUTCOME_SIGNAL, SIGSEGV, 0, false}},
	{"segv", {OUTCOME_SIGNAL, SIGSEGV, 0, false}},
	{"SIGSEGV:SEGV_ACCERR", {OUTCOME_SIGNAL, SIGSEGV, SEGV_ACCERR, true}},
	{"bus:bus_adrerr", {OUTCOME_SIGNAL, SIGBUS, BUS_ADRERR, true}},
	{"SIGBUS:SI_USER", {OUTCOME_SIGNAL, SIGBUS, SI_USER, true}},
	{"ok,ENOMEM,SIGSEGV", {OUTCOME_OK, 0, 0, false}},
};

START_TEST(an_outcome_is_read)
{
	const struct outcome *first = &outcomes[_i].first;
	struct expectation wanted;
	COMPLAINT(why);

	ck_assert_msg(outcome_parse(outcomes[_i].text, &wanted, &why), "%s",
		said(why.message));
	ck_assert_uint_ge(wanted.count, 1);
	ck_assert_int_eq(wanted.any_of[0].kind, first->kind);
	ck_assert_int_eq(wanted.any_of[0].number, first->number);
	ck_assert_int_eq(wanted.any_of[0].coded, first->coded);
	ck_assert_int_eq(wanted.any_of[0].code, first->code);
}
END_TEST

/* The same alone; as a number it is what it was. */
START_TEST(a_single_outcome_is_read)
{
	const struct outcome *first = &outcomes[_i].first;
	struct outcome read, unpacked;
	COMPLAINT(why);

	if (strchr(outcomes[_i].text, ',')) {
		ck_assert(!outcome_parse_one(outcomes[_i].text, &read, &why));
		ck_assert_str_eq(said(why.word), outcomes[_i].text);
		return;
	}
	ck_assert_msg(outcome_parse_one(outcomes[_i].text, &read, &why), "%s",
		said(why.message));
	unpacked = outcome_unpack(outcome_pack(&read));
	ck_assert_int_eq(unpacked.kind, first->kind);
	ck_assert_int_eq(unpacked.number, first->number);
	ck_assert_int_eq(unpacked.coded, first->coded);
	ck_assert_int_eq(unpacked.code, first->code);
}
END_TEST

START_TEST(an_errno_may_be_a_number)
{
	static const char *const wrong[] = {
		"0", "-12", "5000", "12x", "4294967308", ""};
	struct outcome read;
	COMPLAINT(why);

	ck_assert(outcome_parse_one("12", &read, &why));
	ck_assert_int_eq(read.kind, OUTCOME_ERROR);
	ck_assert_int_eq(read.number, ENOMEM);
	for (int i = 0; i < ROWS(wrong); i++)
		ck_assert_msg(!outcome_parse_one(wrong[i], &read, &why),
			"'%s' was taken", wrong[i]);
}
END_TEST

static const struct {
	const char *a, *b;
	bool overlap;
} pairs[] = {
	{"ok", "ok", true},
	{"ok", "fail", false},
	{"ENOMEM", "ENOMEM", true},
	{"ENOMEM", "EINVAL", false},
	{"ENOMEM", "fail", true},
	{"SIGSEGV", "signal", true},
	{"SIGSEGV", "fail", false},
	{"SIGSEGV", "SIGSEGV:SEGV_ACCERR", true},
	{"SIGSEGV:SEGV_MAPERR", "SIGSEGV:SEGV_ACCERR", false},
	{"SIGBUS", "SIGSEGV:SEGV_ACCERR", false},
};

START_TEST(outcomes_overlap_where_they_can_be_the_same)
{
	struct outcome a, b;
	COMPLAINT(why);

	ck_assert(outcome_parse_one(pairs[_i].a, &a, &why));
	ck_assert(outcome_parse_one(pairs[_i].b, &b, &why));
	ck_assert_int_eq(outcome_overlaps(&a, &b), pairs[_i].overlap);
	ck_assert_int_eq(outcome_overlaps(&b, &a), pairs[_i].overlap);
}
END_TEST

#define SIXTEEN "ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok,ok"

static const struct {
	const char *text, *word, *suggestion;
} no_outcomes[] = {
	{"", "", ""},
	{",", ",", ""},
	{"ok,", "ok,", ""},
	{",ok", ",ok", ""},
	{"ok,,fail", "ok,,fail", ""},
	{"ok, fail", " fail", "fail"},
	{"ENOMEN", "ENOMEN", "ENOMEM"},
	{"ok,SIGSEV", "SIGSEV", "SIGSEGV"},
	{"singal", "singal", "signal"},
	{"xyzzy", "xyzzy", ""},
	{"12", "12", ""},
	{"SIGSEGV:", "", ""},
	{"SIGSEGV:BUS_ADRERR", "BUS_ADRERR", ""},
	{":SEGV_ACCERR", "", ""},
	{"fail:1", "1", ""},
	{"ok:SEGV_MAPERR", "SEGV_MAPERR", ""},
	{SIXTEEN ",ok", SIXTEEN ",ok", ""},
	{LONG_WORD, LONG_WORD, ""},
};

START_TEST(what_is_no_outcome_is_refused)
{
	struct expectation wanted, untouched;
	COMPLAINT(why);

	memset(&untouched, 0xee, sizeof(untouched));
	wanted = untouched;
	ck_assert_msg(!outcome_parse(no_outcomes[_i].text, &wanted, &why),
		"'%s' was taken", no_outcomes[_i].text);
	ck_assert_mem_eq(&wanted, &untouched, sizeof(wanted));
	ck_assert_str_ne(said(why.message), "");
	ck_assert_str_eq(said(why.word), no_outcomes[_i].word);
	ck_assert_str_eq(said(why.suggestion), no_outcomes[_i].suggestion);
}
END_TEST

START_TEST(sixteen_outcomes_may_be_wanted)
{
	struct expectation wanted;
	COMPLAINT(why);

	ck_assert(outcome_parse(SIXTEEN, &wanted, &why));
	ck_assert_uint_eq(wanted.count, EXPECTED_MAX);
}
END_TEST

static const struct {
	struct outcome happened;
	const char *wanted; /* NULL: nothing was asked */
	bool met;
} meetings[] = {
	{{OUTCOME_OK, 0, 0, false}, NULL, true},
	{{OUTCOME_ERROR, ENOMEM, 0, false}, NULL, false},
	{{OUTCOME_SIGNAL, SIGSEGV, 0, false}, NULL, false},
	{{OUTCOME_SKIPPED, 0, 0, false}, NULL, false},
	{{OUTCOME_SKIPPED, 0, 0, false}, "ok,fail,signal", false},
	{{OUTCOME_OK, 0, 0, false}, "ok", true},
	{{OUTCOME_OK, 0, 0, false}, "fail,signal", false},
	{{OUTCOME_ERROR, ENOMEM, 0, false}, "fail", true},
	{{OUTCOME_ERROR, 0, 0, false}, "fail", true},
	{{OUTCOME_ERROR, ENOMEM, 0, false}, "ENOMEM", true},
	{{OUTCOME_ERROR, ENOMEM, 0, false}, "EAGAIN", false},
	{{OUTCOME_ERROR, ENOMEM, 0, false}, "EAGAIN,enomem", true},
	{{OUTCOME_ERROR, EINTR, 0, false}, "SIGQUIT,signal", false},
	{{OUTCOME_ERROR, 0, 0, false}, "ENOMEM", false},
	{{OUTCOME_SIGNAL, SIGBUS, 0, false}, "signal", true},
	{{OUTCOME_SIGNAL, SIGBUS, 0, false}, "SIGSEGV", false},
	{{OUTCOME_SIGNAL, SIGBUS, BUS_ADRERR, true}, "SIGBUS", true},
	{{OUTCOME_SIGNAL, SIGBUS, BUS_ADRERR, true}, "SIGBUS:BUS_ADRERR", true},
	{{OUTCOME_SIGNAL, SIGBUS, BUS_ADRALN, true}, "SIGBUS:BUS_ADRERR",
		false},
	{{OUTCOME_SIGNAL, SIGBUS, 0, false}, "SIGBUS:SI_USER", false},
	{{OUTCOME_SIGNAL, SIGBUS, 0, true}, "SIGBUS:SI_USER", true},
};

START_TEST(what_happened_is_held_against_what_was_wanted)
{
	struct expectation wanted = {0};
	COMPLAINT(why);

	if (meetings[_i].wanted)
		ck_assert(outcome_parse(meetings[_i].wanted, &wanted, &why));
	ck_assert_int_eq(outcome_meets(&meetings[_i].happened, &wanted),
		meetings[_i].met);
}
END_TEST

/* What is shown as the outcome is what --expect would have met. */
static void check_shown(const struct outcome *outcome, const char *shown)
{
	struct expectation wanted;
	COMPLAINT(why);
	char text[64];

	outcome_format(outcome, text, sizeof(text));
	if (shown)
		ck_assert_str_eq(text, shown);
	ck_assert_msg(
		outcome_parse(text, &wanted, &why), "%s", said(why.message));
	ck_assert_msg(outcome_meets(outcome, &wanted), "%s", text);
}

START_TEST(an_outcome_is_shown_as_it_would_be_wanted)
{
	struct outcome skipped = {OUTCOME_SKIPPED, 0, 0, false};
	char text[64];

	check_shown(&(struct outcome){OUTCOME_OK, 0, 0, false}, "ok");
	check_shown(&(struct outcome){OUTCOME_ERROR, 0, 0, false}, "fail");
	check_shown(&(struct outcome){OUTCOME_ERROR, 99999, 0, false}, "fail");
	check_shown(&(struct outcome){OUTCOME_SIGNAL, 0, 0, false}, "signal");
	check_shown(
		&(struct outcome){OUTCOME_SIGNAL, SIGSEGV, SEGV_MAPERR, true},
		"SIGSEGV:SEGV_MAPERR");
	for (int number = 1; number < 200; number++)
		check_shown(&(struct outcome){OUTCOME_ERROR, number, 0, false},
			errno_name(number));
	for (int number = 1; number < 32; number++)
		check_shown(&(struct outcome){OUTCOME_SIGNAL, number, 0, false},
			signal_name(number));
	outcome_format(&skipped, text, sizeof(text));
	ck_assert_str_eq(text, "skipped");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("outcomes");
	TCase *t = add_case(suite, "outcomes");

	tcase_add_loop_test(t, an_outcome_is_read, 0, ROWS(outcomes));
	tcase_add_loop_test(t, a_single_outcome_is_read, 0, ROWS(outcomes));
	tcase_add_test(t, an_errno_may_be_a_number);
	tcase_add_loop_test(
		t, outcomes_overlap_where_they_can_be_the_same, 0, ROWS(pairs));
	tcase_add_loop_test(
		t, what_is_no_outcome_is_refused, 0, ROWS(no_outcomes));
	tcase_add_test(t, sixteen_outcomes_may_be_wanted);
	tcase_add_loop_test(t, what_happened_is_held_against_what_was_wanted, 0,
		ROWS(meetings));
	tcase_add_test(t, an_outcome_is_shown_as_it_would_be_wanted);
	return run_suite(suite);
}
