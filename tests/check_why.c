/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the causes, which of them apply, and in which order they come. */
#include <ctype.h>
#include <errno.h>
#include <signal.h>

#include "calls/calls.h"
#include "run.h"
#include "table.h"
#include "why/diagnosis.h"
#include "why/remedies.h"

static const struct command *find(const char *name, size_t length)
{
	for (size_t i = 0; command_table[i]; i++)
		if (strlen(command_table[i]->name) == length &&
			memcmp(command_table[i]->name, name, length) == 0)
			return command_table[i];
	return NULL;
}

static bool is_a_command(const char *name, size_t length)
{
	return find(name, length) || (length == 1 && *name == '*');
}

/* "mlock=ENOMEM,EPERM": a command, and outcomes. */
static void check_when(const char *slug, const char *word, size_t length)
{
	const char *equals = memchr(word, '=', length);
	struct expectation wanted;
	COMPLAINT(why);
	char outcomes[128];

	ck_assert_msg(equals != NULL, "%s: %.*s has no outcome", slug,
		(int)length, word);
	ck_assert_msg(is_a_command(word, (size_t)(equals - word)),
		"%s: %.*s is of no command", slug, (int)length, word);
	snprintf(outcomes, sizeof(outcomes), "%.*s",
		(int)(word + length - equals - 1), equals + 1);
	ck_assert_msg(outcome_parse(outcomes, &wanted, &why), "%s: %s", slug,
		said(why.message));
}

START_TEST(every_row_is_well_formed)
{
	const struct cause_row *row;

	for (size_t i = 0; (row = why_row(i)); i++) {
		ck_assert(islower((unsigned char)*row->slug));
		ck_assert_uint_eq(
			strspn(row->slug, "abcdefghijklmnopqrstuvwxyz-"),
			strlen(row->slug));
		ck_assert(row->summary && *row->summary);
		ck_assert(row->summary[strlen(row->summary) - 1] != '.');
		ck_assert(row->holds != NULL);
		for (const char *at = row->when; *at;) {
			size_t length = strcspn(at, " ");

			check_when(row->slug, at, length);
			at += length;
			at += strspn(at, " ");
		}
	}
}
END_TEST

START_TEST(no_slug_stands_twice)
{
	const struct cause_row *row, *other;

	for (size_t i = 0; (row = why_row(i)); i++)
		for (size_t n = i + 1; (other = why_row(n)); n++)
			ck_assert_str_ne(row->slug, other->slug);
}
END_TEST

static const struct {
	const char *when, *command;
	struct outcome outcome;
	bool applies;
} cases[] = {
	{"mlock=ENOMEM", "mlock", {OUTCOME_ERROR, ENOMEM, 0, false}, true},
	{"mlock=ENOMEM", "mlock", {OUTCOME_ERROR, EPERM, 0, false}, false},
	{"mlock=ENOMEM", "mlock", {OUTCOME_OK, 0, 0, false}, false},
	{"mlock=ENOMEM", "mlockall", {OUTCOME_ERROR, ENOMEM, 0, false}, false},
	{"mlockall=ENOMEM", "mlock", {OUTCOME_ERROR, ENOMEM, 0, false}, false},
	{"mlock=EPERM,ENOMEM", "mlock", {OUTCOME_ERROR, ENOMEM, 0, false},
		true},
	/* 6: the calls in any order */
	{"mmap=EAGAIN mlock=ENOMEM", "mlock", {OUTCOME_ERROR, ENOMEM, 0, false},
		true},
	{"mmap=EAGAIN mlock=ENOMEM", "mlock", {OUTCOME_ERROR, EAGAIN, 0, false},
		false},
	{"*=fail", "munmap", {OUTCOME_ERROR, EBADF, 0, false}, true},
	{"*=fail", "munmap", {OUTCOME_SIGNAL, SIGBUS, 0, false}, false},
	{"*=SIGKILL", "touch", {OUTCOME_SIGNAL, SIGKILL, 0, false}, true},
	/* 11: what makes no system call comes to no errno */
	{"*=fail,SIGSYS", "poke", {OUTCOME_ERROR, EBADF, 0, false}, false},
	{"*=fail,SIGSYS", "alloca", {OUTCOME_SIGNAL, SIGSYS, 0, false}, false},
	/* 13: an allocator has an errno of its own; a filter may kill it */
	{"*=fail *=SIGSYS", "malloc", {OUTCOME_ERROR, ENOMEM, 0, false}, false},
	{"*=fail *=SIGSYS", "malloc", {OUTCOME_SIGNAL, SIGSYS, 0, false}, true},
	/* 15: a signal without its code is meant with any */
	{"touch=SIGSEGV", "touch", {OUTCOME_SIGNAL, SIGSEGV, SEGV_MAPERR, true},
		true},
	{"touch=SIGSEGV:SEGV_ACCERR", "touch",
		{OUTCOME_SIGNAL, SIGSEGV, SEGV_MAPERR, true}, false},
	/* 17: what succeeded */
	{"madvise=ok", "madvise", {OUTCOME_OK, 0, 0, false}, true},
	{"madvise=EINVAL,ok", "madvise", {OUTCOME_OK, 0, 0, false}, true},
	{"madvise=ok,EINVAL", "madvise", {OUTCOME_ERROR, EINVAL, 0, false},
		true},
	{"poke=ok madvise=EINVAL", "madvise", {OUTCOME_OK, 0, 0, false}, false},
	{"*=ok", "mmap", {OUTCOME_OK, 0, 0, false}, true},
	{"", "mmap", {OUTCOME_OK, 0, 0, false}, false},
	/* 23: a call is meant with those that are like it, not the reverse */
	{"malloc=ENOMEM", "calloc", {OUTCOME_ERROR, ENOMEM, 0, false}, true},
	{"calloc=ENOMEM", "malloc", {OUTCOME_ERROR, ENOMEM, 0, false}, false},
	{"malloc=ENOMEM", "realloc", {OUTCOME_ERROR, ENOMEM, 0, false}, false},
};

START_TEST(a_row_applies_to_its_calls_and_outcomes)
{
	struct cause_row row = {.slug = "a-cause", .when = cases[_i].when};

	const struct command *command =
		find(cases[_i].command, strlen(cases[_i].command));

	ck_assert_ptr_nonnull(command);
	ck_assert_int_eq(why_applies(&row, command, &cases[_i].outcome),
		cases[_i].applies);
}
END_TEST

static const struct {
	const char *command;
	struct outcome outcome;
	bool poisoned;
} poisons[] = {
	{"touch", {OUTCOME_SIGNAL, SIGBUS, BUS_MCEERR_AR, true}, true},
	{"peek", {OUTCOME_SIGNAL, SIGBUS, BUS_MCEERR_AO, true}, true},
	{"malloc", {OUTCOME_SIGNAL, SIGBUS, BUS_MCEERR_AR, true}, true},
	{"touch", {OUTCOME_SIGNAL, SIGBUS, BUS_ADRERR, true}, false},
	{"touch", {OUTCOME_SIGNAL, SIGSEGV, SEGV_MAPERR, true}, false},
	{"madvise", {OUTCOME_ERROR, EHWPOISON, 0, false}, true},
	{"madvise", {OUTCOME_ERROR, EINVAL, 0, false}, false},
};

/* No test poisons a page: it would be lost until the machine restarts. */
START_TEST(a_poisoned_page_is_known_by_its_code)
{
	const struct command *command =
		find(poisons[_i].command, strlen(poisons[_i].command));
	struct record record = {
		.has_fault_address = true, .fault_address = 0x7000};
	struct diagnosis d = {.record = &record, .command = command};
	struct cause cause = {.verified = true};
	const struct cause_row *row = why_row_of("poisoned-page");

	ck_assert_ptr_nonnull(row);
	ck_assert_int_eq(why_applies(row, command, &poisons[_i].outcome),
		poisons[_i].poisoned);
	ck_assert(row->holds(&d, &cause));
	ck_assert(cause.verified);
	ck_assert_str_eq(cause.facts[0].key, "address");
	ck_assert_ptr_nonnull(strstr(cause.message, "MADV_HWPOISON"));
}
END_TEST

/* Slugs of one letter: in capitals what is verified, x and X are spare. */
static struct causes added(const char *letters)
{
	static char slugs[32][2];
	struct causes causes = {.count = 0};

	for (size_t i = 0; letters[i]; i++) {
		slugs[i][0] = letters[i];
		causes_add(&causes,
			&(struct cause){.slug = slugs[i],
				.verified = isupper((unsigned char)letters[i]),
				.spare = tolower((unsigned char)letters[i]) ==
					 'x'});
	}
	return causes;
}

static const struct {
	const char *found, *told;
} orders[] = {
	{"", ""},
	{"A", "A"},
	{"a", "a"},
	{"AB", "AB"},
	{"ab", "ab"},
	{"aB", "Ba"},
	{"aBcD", "BDac"},
	/* 7: what is spare stands in for nothing else */
	{"x", "x"},
	{"X", "X"},
	{"xa", "a"},
	{"Ax", "A"},
	{"xX", "Xx"},
	{"XaBx", "Ba"},
	/* 13: no more than there is room for */
	{"ABCDEFGHIJ", "ABCDEFGH"},
};

START_TEST(what_is_verified_comes_first)
{
	struct causes causes = added(orders[_i].found);
	char told[32] = "";

	causes_drop_spare(&causes);
	for (size_t i = 0; i < causes.count; i++)
		strcat(told, causes.list[i].slug);
	ck_assert_str_eq(told, orders[_i].told);
}
END_TEST

static const struct {
	struct cause found[3];
	const char *told; /* the slugs, joined */
} moots[] = {
	{{{.slug = "not-mapped", .verified = true}}, "not-mapped "},
	{{{.slug = "stack-limit", .verified = true},
		 {.slug = "not-mapped", .verified = true}},
		"stack-limit "},
	{{{.slug = "not-mapped", .verified = true},
		 {.slug = "stack-limit", .verified = true}},
		"stack-limit "},
	{{{.slug = "out-of-range", .verified = true},
		 {.slug = "overcommit", .verified = true},
		 {.slug = "misaligned", .verified = true}},
		"out-of-range misaligned "},
	{{{.slug = "ptrdiff-max", .verified = true},
		 {.slug = "out-of-range", .verified = true},
		 {.slug = "as-limit", .verified = true}},
		"ptrdiff-max "},
	{{{.slug = "double-free", .verified = true},
		 {.slug = "heap-damaged", .verified = true}},
		"double-free "},
	{{{.slug = "overcommit", .verified = true},
		 {.slug = "as-limit", .verified = true}},
		"overcommit as-limit "},
	{{{.slug = "stack-guard-gap", .verified = true},
		 {.slug = "not-mapped", .verified = true}},
		"stack-guard-gap "},
	{{{.slug = "not-mapped", .verified = true},
		 {.slug = "memlock-limit", .verified = true},
		 {.slug = "overcommit", .verified = true}},
		"memlock-limit overcommit "},
	/* 7: a guess makes nothing pointless */
	{{{.slug = "stack-limit", .verified = false},
		 {.slug = "not-mapped", .verified = true}},
		"not-mapped stack-limit "},
};

START_TEST(what_says_less_of_the_same_is_not_told)
{
	struct causes causes = {.count = 0};
	char told[128] = "";

	for (size_t i = 0; i < 3 && moots[_i].found[i].slug; i++)
		causes_add(&causes, &moots[_i].found[i]);
	causes_drop_moot(&causes);
	for (size_t i = 0; i < causes.count; i++) {
		strcat(told, causes.list[i].slug);
		strcat(told, " ");
	}
	ck_assert_str_eq(told, moots[_i].told);
}
END_TEST

START_TEST(a_cause_has_no_more_than_there_is_room_for)
{
	struct cause c = {.slug = "a-cause"};

	for (int i = 0; i < 2 * FACTS_MAX; i++)
		cause_fact(&c, "key", "label", as_count((uint64_t)i));
	for (int i = 0; i < 2 * REMEDIES_MAX; i++)
		cause_try(&c, "remedy %d", i);
	cause_text(&c, "key", "label", "text");
	ck_assert_uint_eq(c.fact_count, FACTS_MAX);
	ck_assert_uint_eq(c.facts[FACTS_MAX - 1].value.number, FACTS_MAX - 1);
	ck_assert_uint_eq(c.remedy_count, REMEDIES_MAX);
	ck_assert_str_eq(c.remedies[0], "remedy 0");
}
END_TEST

START_TEST(the_text_of_a_fact_is_its_own)
{
	struct cause c = {.slug = "a-cause"};
	char text[] = "words";

	cause_text(&c, "key", "label", text);
	text[0] = 'X';
	ck_assert_str_eq(fact_value(&c.facts[0]).text, "words");
}
END_TEST

static const struct {
	const char *path, *typed;
} paths[] = {
	{"/tmp/file", "/tmp/file"},
	{"file-1.0_a+b", "file-1.0_a+b"},
	{"-f", "./-f"},
	{"a b", "'a b'"},
	{"-a b", "'./-a b'"},
	{"$HOME/*", "'$HOME/*'"},
	{"", ""},
	{"it's", ""},
	{"two\nlines", ""},
	{"\xff", ""},
};

START_TEST(a_path_is_quoted_for_a_shell)
{
	struct typed_path typed = path_as_typed(paths[_i].path);

	ck_assert_str_eq(typed.text, paths[_i].typed);
}
END_TEST

START_TEST(a_path_that_would_be_cut_is_not_typed)
{
	char path[2 * sizeof(struct typed_path)];

	for (size_t length = 1; length < sizeof(path); length++) {
		struct typed_path typed;

		memset(path, 'a', length);
		path[0] = '-';
		path[length / 2] = ' ';
		path[length] = '\0';
		typed = path_as_typed(path);
		if (*typed.text)
			ck_assert_uint_ge(strlen(typed.text), length + 2);
	}
}
END_TEST

START_TEST(a_file_that_is_gone_has_no_path)
{
	ck_assert_str_eq(file_as_typed("/").text, "/");
	ck_assert_str_eq(file_as_typed("/tmp/file (deleted)").text, "");
	ck_assert_str_eq(file_as_typed("/memfd:memtool (deleted)").text, "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("why");
	TCase *rows = add_case(suite, "rows");
	TCase *order = add_case(suite, "order");
	TCase *remedies = add_case(suite, "remedies");

	tcase_add_test(rows, every_row_is_well_formed);
	tcase_add_test(rows, no_slug_stands_twice);
	tcase_add_loop_test(
		rows, a_row_applies_to_its_calls_and_outcomes, 0, ROWS(cases));
	tcase_add_loop_test(
		rows, a_poisoned_page_is_known_by_its_code, 0, ROWS(poisons));
	tcase_add_loop_test(
		order, what_is_verified_comes_first, 0, ROWS(orders));
	tcase_add_loop_test(
		order, what_says_less_of_the_same_is_not_told, 0, ROWS(moots));
	tcase_add_test(order, a_cause_has_no_more_than_there_is_room_for);
	tcase_add_test(order, the_text_of_a_fact_is_its_own);
	tcase_add_loop_test(
		remedies, a_path_is_quoted_for_a_shell, 0, ROWS(paths));
	tcase_add_test(remedies, a_path_that_would_be_cut_is_not_typed);
	tcase_add_test(remedies, a_file_that_is_gone_has_no_path);
	return run_suite(suite);
}
