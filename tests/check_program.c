/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The name that the program was invoked by. */
#include <stdlib.h>

#include "run.h"
#include "words/program.h"

START_TEST(the_name_is_what_was_typed_without_its_directory)
{
	ck_assert_str_eq(program_name(), "memtool");
	program_set_name("/usr/bin/xmemtool");
	ck_assert_str_eq(program_name(), "xmemtool");
	program_set_name("memtool-2");
	ck_assert_str_eq(program_name(), "memtool-2");
	program_set_name(NULL);
	ck_assert_str_eq(program_name(), "memtool");
}
END_TEST

static const struct {
	const char *text, *named;
} texts[] = {
	{"", ""},
	{"nothing of it", "nothing of it"},
	{"memtool", "xmemtool"},
	{"memtool-fit(1)", "xmemtool-fit(1)"},
	{"see memtool(1).", "see xmemtool(1)."},
	{"memtool's own, 'memtool help'", "xmemtool's own, 'xmemtool help'"},
	{"memtool memtool.", "xmemtool xmemtool."},
	{"memtool.schema.json", "memtool.schema.json"},
	{"/memfd:memtool", "/memfd:memtool"},
	{"/usr/share/memtool", "/usr/share/memtool"},
	{"mymemtool memtools memtool_x", "mymemtool memtools memtool_x"},
};

START_TEST(a_text_has_the_name_where_the_command_is_meant)
{
	char *named;

	program_set_name("bin/xmemtool");
	named = program_text(texts[_i].text);
	program_set_name(NULL);
	ck_assert_str_eq(named, texts[_i].named);
	free(named);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("program");
	TCase *t = add_case(suite, "program");

	tcase_add_test(t, the_name_is_what_was_typed_without_its_directory);
	tcase_add_loop_test(t, a_text_has_the_name_where_the_command_is_meant,
		0, ROWS(texts));
	return run_suite(suite);
}
