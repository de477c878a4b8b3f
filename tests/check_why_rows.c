/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of causes, as explain and help read them. */
#include <ctype.h>
#include <errno.h>

#include "inspections/explain/explain.h"
#include "run.h"
#include "table.h"
#include "words/wrap.h"

static int count_rows(void)
{
	int count = 0;

	while (why_row((size_t)count))
		count++;
	return count;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (strcmp(command_table[i]->name, name) == 0)
			return command_table[i];
	return NULL;
}

START_TEST(every_row_is_whole)
{
	const struct cause_row *row = why_row((size_t)_i);

	ck_assert_uint_eq(
		strspn(row->slug, "abcdefghijklmnopqrstuvwxyz0123456789-"),
		strlen(row->slug));
	ck_assert(row->summary && *row->summary);
	ck_assert_msg(islower((unsigned char)*row->summary) &&
			      row->summary[strlen(row->summary) - 1] != '.',
		"%s: '%s' is no part of a sentence", row->slug, row->summary);
	ck_assert(!row->remedy || *row->remedy);
	ck_assert_ptr_nonnull(row->holds);
}
END_TEST

/* A word that is not understood would end the list in silence. */
START_TEST(every_condition_is_understood)
{
	const struct cause_row *row = why_row((size_t)_i);
	const char *at = row->when;
	struct condition condition;
	int count = 0;

	while (why_condition(&at, &condition)) {
		count++;
		if (strcmp(condition.command, "*") != 0)
			ck_assert_msg(find(condition.command),
				"%s: there is no call %s", row->slug,
				condition.command);
		ck_assert_uint_ge(condition.outcomes.count, 1);
		for (size_t i = 0; i < condition.outcomes.count; i++)
			ck_assert_msg(why_applies(row,
					      condition.command[0] == '*'
						      ? find("mmap")
						      : find(condition.command),
					      &condition.outcomes.any_of[i]),
				"%s: %s", row->slug, condition.command);
	}
	ck_assert_int_ge(count, 1);
	ck_assert_msg(*at == '\0', "%s: '%s' is not understood", row->slug, at);
}
END_TEST

static const struct outcome no_errno = {OUTCOME_ERROR, 4095, 0, false};

/* What why_find() would look at, explain tells. */
START_TEST(explain_and_why_agree)
{
	const struct cause_row *row = why_row((size_t)_i);

	for (size_t c = 0; command_table[c]; c++) {
		for (int number = 1; number < 134; number++) {
			struct outcome outcome = {
				OUTCOME_ERROR, number, 0, false};
			struct question question = {
				.outcome = &outcome, .call = command_table[c]};

			bool applies =
				why_applies(row, command_table[c], &outcome);

			if (question_concerns(&question, row))
				ck_assert(applies);
			/* A row of any errno of one call is not about this. */
			else if (applies)
				ck_assert(why_applies(
					row, command_table[c], &no_errno));
		}
	}
}
END_TEST

/* Each slug that can lie behind a call stands in its help, within 80 columns.
 */
START_TEST(help_tells_every_cause_of_a_call)
{
	const struct command *command = command_table[_i];
	struct question question = {.call = command};
	const struct cause_row *row;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	outcomes_print(command, true, out);
	fclose(out);
	for (size_t i = 0; (row = why_row(i)); i++)
		if (question_concerns(&question, row))
			ck_assert_msg(strstr(text, row->slug) != NULL,
				"%s lacks %s", command->name, row->slug);
	for (char *at = text; *at; at += strspn(at, "\n")) {
		size_t width = strcspn(at, "\n");

		ck_assert_msg(width <= 80, "%.*s", (int)width, at);
		at += width;
	}
	free(text);
}
END_TEST

/* Each is a part of a row; the manual says that there are 20. */
START_TEST(the_commonest_failures_are_those_of_rows)
{
	const struct cause_row *common, *row;
	struct condition condition;
	size_t count = 0;

	for (; (common = why_common(count)); count++) {
		const char *at = common->when;

		row = why_row_of(common->slug);
		ck_assert_msg(row != NULL, "%s", common->slug);
		while (why_condition(&at, &condition))
			for (size_t i = 0; i < condition.outcomes.count; i++)
				ck_assert_msg(
					why_applies(row,
						condition.command[0] == '*'
							? find("mmap")
							: find(condition.command),
						&condition.outcomes.any_of[i]),
					"%s: %s", common->slug,
					condition.command);
		ck_assert_msg(*at == '\0', "%s: '%s' is not understood",
			common->slug, at);
	}
	ck_assert_uint_eq(count, 20);
}
END_TEST

static bool is_of_mlock(const struct cause_row *row, const void *outcome)
{
	return why_applies(row, find("mlock"), outcome);
}

START_TEST(the_commonest_come_first)
{
	struct outcome no_memory = {OUTCOME_ERROR, ENOMEM, 0, false};
	struct ordered_rows rows;
	size_t matching = 0;

	explain_order(&rows, is_of_mlock, &no_memory);
	ck_assert_str_eq(rows.list[0]->slug, "memlock-limit");
	ck_assert_str_eq(rows.list[1]->slug, "hole");
	for (size_t i = 0; why_row(i); i++)
		matching += is_of_mlock(why_row(i), &no_memory);
	ck_assert_uint_eq(rows.count, matching);
	for (size_t i = 0; i < rows.count; i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_ptr_ne(rows.list[i], rows.list[j]);
}
END_TEST

static const struct {
	const char *text;
	size_t width;
	const char *lines; /* parted by '|' */
} wrapped[] = {
	{"", 10, ""},
	{"   ", 10, ""},
	{"one", 10, "one"},
	{"one two three", 13, "one two three"},
	{"one two three", 12, "one two|three"},
	{"  one   two ", 10, "one   two"},
	{"one two", 3, "one|two"},
	{"a verylongword b", 4, "a|verylongword|b"},
};

START_TEST(a_text_is_broken_between_its_words)
{
	const char *text = wrapped[_i].text, *line;
	char lines[80] = "";
	size_t length;

	while ((length = wrap_next(&text, wrapped[_i].width, &line))) {
		strcat(lines, *lines ? "|" : "");
		strncat(lines, line, length);
	}
	ck_assert_str_eq(lines, wrapped[_i].lines);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("why_rows");
	TCase *t = add_case(suite, "rows");
	int commands = 0;

	while (command_table[commands])
		commands++;
	tcase_add_loop_test(t, every_row_is_whole, 0, count_rows());
	tcase_add_loop_test(t, every_condition_is_understood, 0, count_rows());
	tcase_add_test(t, the_commonest_failures_are_those_of_rows);
	tcase_add_test(t, the_commonest_come_first);
	tcase_add_loop_test(t, explain_and_why_agree, 0, count_rows());
	tcase_add_loop_test(t, help_tells_every_cause_of_a_call, 0, commands);
	tcase_add_loop_test(
		t, a_text_is_broken_between_its_words, 0, ROWS(wrapped));
	return run_suite(suite);
}
