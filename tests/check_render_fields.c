/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A struct as facts: the same array makes a table, a panel, and JSON. */
#include "render/field.h"
#include "run.h"

enum color { RED, GREEN };

struct row {
	char name[24];
	const char *path;
	uint64_t bytes, frame;
	int64_t delta;
	int number;
	uint16_t small;
	enum color color;
	bool has_small, truth;
};

static const char *const colors[] = {[RED] = "red", [GREEN] = "green"};

static const struct field fields[] = {
	{"name", "name", VALUE_FOREIGN, MEMBER(struct row, name), .width = -6},
	{"path", JSON_ONLY, VALUE_FOREIGN, MEMBER(struct row, path)},
	{"size", "size", VALUE_BYTES, MEMBER(struct row, bytes), .width = 7,
		.unless = UNLESS_MAX},
	{"frame", "frame", VALUE_FRAME, MEMBER(struct row, frame), .width = 6,
		.gap = 1, .unless = UNLESS_ZERO},
	{"delta", JSON_ONLY, VALUE_CHANGE, MEMBER(struct row, delta)},
	{"number", JSON_ONLY, VALUE_NUMBER, MEMBER(struct row, number),
		.unless = UNLESS_NEGATIVE},
	{"small", JSON_ONLY, VALUE_COUNT, MEMBER(struct row, small),
		IF_HAS(struct row, has_small)},
	{"truth", JSON_ONLY, VALUE_TRUTH, MEMBER(struct row, truth)},
	{"color", "color", VALUE_TEXT, MEMBER(struct row, color),
		.names = colors},
};

static const struct row rows[] = {
	{"one", "/tmp", 4096, 0x1234, -4096, 7, 9, GREEN, true, true},
	{"", NULL, UINT64_MAX, 0, 1, -1, 9, RED, false, false},
};

/* What text has words for, where JSON has a value. */
static const struct field worded[] = {
	{"small", "", VALUE_COUNT, MEMBER(struct row, small), .noun = "block",
		.after = ","},
	{"frame", " at ", VALUE_FRAME, MEMBER(struct row, frame), .digits = 6},
	{"truth", " is ", VALUE_TRUTH, MEMBER(struct row, truth),
		.words = {"free", "in use"}, .after = ";"},
	{"has_small", " and ", VALUE_TRUTH, MEMBER(struct row, has_small),
		.words = {"", "low"}},
};

/* What a renderer writes of rows or of a panel, for the caller to free. */
enum form { FORM_TABLE, FORM_PANEL, FORM_WORDS, FORM_NONE };

static char *rendered(struct render *(*make)(FILE *), enum form form,
	const struct row *of, size_t count)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct render *r = make(out);

	render_object(r, NULL);
	if (form == FORM_TABLE)
		render_table(
			r, "rows", 2, FIELDS(fields), of, count, sizeof(*of));
	render_line(r, 0);
	if (form == FORM_PANEL)
		render_fields(r, FIELDS(fields), of);
	if (form == FORM_WORDS) {
		render_labelled(r, 2, 7, "of");
		render_fields(r, FIELDS(worded), of);
	}
	if (form == FORM_NONE)
		render_item(r, "row", FIELDS(fields), NULL);
	render_close(r);
	ck_assert(render_finish(r));
	fclose(out);
	return text;
}

static struct render *as_plain_text(FILE *out)
{
	return render_text(out, false);
}

static struct render *as_compact_json(FILE *out)
{
	return render_json(out, false);
}

static void check(char *text, const char *expected)
{
	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(a_table_has_a_heading_and_a_line_of_cells_for_each_row)
{
	check(rendered(as_plain_text, FORM_TABLE, rows, 2),
		"  name      size   frame color\n"
		"  one      4 KiB  0x1234 green\n"
		"  -            -       - red\n\n");
}
END_TEST

START_TEST(what_is_not_known_is_null_whatever_says_so)
{
	check(rendered(as_compact_json, FORM_TABLE, rows, 2),
		"{\"rows\":["
		"{\"name\":\"one\",\"path\":\"/tmp\",\"size\":4096,"
		"\"frame\":\"0x1234\",\"delta\":-4096,\"number\":7,\"small\":9,"
		"\"truth\":true,\"color\":\"green\"},"
		"{\"name\":null,\"path\":null,\"size\":null,\"frame\":null,"
		"\"delta\":1,\"number\":null,\"small\":null,\"truth\":false,"
		"\"color\":\"red\"}]}\n");
}
END_TEST

START_TEST(a_cell_that_is_too_wide_moves_the_rest_and_touches_nothing)
{
	static const struct row wide = {"as long as it gets", NULL, 1025, 1, 0,
		0, 0, RED, false, false};

	check(rendered(as_plain_text, FORM_TABLE, &wide, 1),
		"  name      size   frame color\n"
		"  as long as it gets  1025 B     0x1 red\n\n");
}
END_TEST

START_TEST(a_cell_shows_no_control_character_and_is_measured_in_columns)
{
	static const struct row odd[] = {
		{"\033[m", NULL, 1, 1, 0, 0, 0, RED, false, false},
		{"\xc3\xa4\xc3\xb6", NULL, 1, 1, 0, 0, 0, RED, false, false},
	};

	check(rendered(as_plain_text, FORM_TABLE, odd, 2),
		"  name      size   frame color\n"
		"  \\x1b[m     1 B     0x1 red\n"
		"  \xc3\xa4\xc3\xb6         1 B     0x1 red\n\n");
}
END_TEST

START_TEST(cells_may_go_on_behind_what_stands_in_a_line)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct render *r = render_text(out, false);

	render_line(r, 3);
	render_printf(r, STYLE_LABEL, "label  ");
	render_more_headings(r, STYLE_FAINT, FIELDS(fields));
	render_line(r, 3);
	render_printf(r, STYLE_LABEL, "label  ");
	render_more_cells(r, STYLE_PLAIN, FIELDS(fields), &rows[0]);
	ck_assert(render_finish(r));
	fclose(out);
	check(text, "   label  name      size   frame color\n"
		    "   label  one      4 KiB  0x1234 green\n");
}
END_TEST

static const struct field long_fields[] = {
	{"path", "path", VALUE_FOREIGN, MEMBER(struct row, path)},
	{"number", "number", VALUE_NUMBER, MEMBER(struct row, number)},
};

START_TEST(a_cell_may_be_of_any_length)
{
	char path[5000], expected[6000], *text = NULL;
	struct row row = {.path = path, .number = -3};
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct render *r = render_text(out, false);

	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	render_cells(r, 0, STYLE_PLAIN, FIELDS(long_fields), &row);
	ck_assert(render_finish(r));
	fclose(out);
	snprintf(expected, sizeof(expected), "%s -3\n", path);
	check(text, expected);
}
END_TEST

START_TEST(a_panel_leaves_out_in_text_what_is_not_known)
{
	check(rendered(as_plain_text, FORM_PANEL, &rows[0], 1),
		"nameonesize4 KiBframe0x1234colorgreen\n");
	check(rendered(as_plain_text, FORM_PANEL, &rows[1], 1), "colorred\n");
}
END_TEST

START_TEST(text_has_words_where_json_has_values)
{
	struct row row = {.small = 1, .frame = 0x1234, .truth = true};

	check(rendered(as_plain_text, FORM_WORDS, &row, 1),
		"\n  of     1 block, at 0x001234 is in use;\n");
	check(rendered(as_compact_json, FORM_WORDS, &row, 1),
		"{\"small\":1,\"frame\":\"0x1234\",\"truth\":true,"
		"\"has_small\":false}\n");
	row = (struct row){.small = 2, .frame = 0x1234567, .has_small = true};
	check(rendered(as_plain_text, FORM_WORDS, &row, 1),
		"\n  of     2 blocks, at 0x1234567 is free; and low\n");
}
END_TEST

START_TEST(an_item_without_a_struct_is_null)
{
	check(rendered(as_compact_json, FORM_NONE, NULL, 0),
		"{\"row\":null}\n");
}
END_TEST

/* What a phrase makes of ROW, behind a line that is nearly full. */
static char *phrased(struct render *(*make)(FILE *), const struct row *row)
{
	static const struct field phrase[] = {
		{"number", " = ", VALUE_NUMBER, MEMBER(struct row, number),
			.unless = UNLESS_NEGATIVE},
		{TEXT_ONLY, " of ", VALUE_FOREIGN, MEMBER(struct row, path)},
		{"name", " (", VALUE_TEXT, MEMBER(struct row, name),
			.after = ")"},
		{"small", JSON_ONLY, VALUE_COUNT, MEMBER(struct row, small)},
	};
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct render *r = make(out);

	render_object(r, NULL);
	render_line(r, 0);
	render_printf(r, STYLE_PLAIN, "%070d", 0);
	render_phrase(r, STYLE_BAD, FIELDS(phrase), row);
	render_close(r);
	ck_assert(render_finish(r));
	fclose(out);
	return text;
}

#define TENTHS "0000000000"
#define NEARLY_FULL TENTHS TENTHS TENTHS TENTHS TENTHS TENTHS TENTHS

START_TEST(a_phrase_is_one_piece_of_a_line)
{
	struct row row = {
		.name = "a name", .path = "/a b", .number = 7, .small = 9};

	check(phrased(as_plain_text, &row),
		NEARLY_FULL "\n   = 7 of /a b (a name)\n");
	check(phrased(as_compact_json, &row),
		"{\"number\":7,\"name\":\"a name\",\"small\":9}\n");
}
END_TEST

START_TEST(a_phrase_leaves_out_what_is_not_known_with_its_words)
{
	struct row row = {.number = -1, .path = "x\ny"};

	check(phrased(as_plain_text, &row), NEARLY_FULL " of x\\x0ay\n");
	check(phrased(as_compact_json, &row),
		"{\"number\":null,\"name\":null,\"small\":0}\n");
	row.path = NULL;
	check(phrased(as_plain_text, &row), NEARLY_FULL "\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render_fields");
	TCase *t = add_case(suite, "tables");

	tcase_add_test(
		t, a_table_has_a_heading_and_a_line_of_cells_for_each_row);
	tcase_add_test(t, what_is_not_known_is_null_whatever_says_so);
	tcase_add_test(
		t, a_cell_that_is_too_wide_moves_the_rest_and_touches_nothing);
	tcase_add_test(t,
		a_cell_shows_no_control_character_and_is_measured_in_columns);
	tcase_add_test(t, a_cell_may_be_of_any_length);
	tcase_add_test(t, cells_may_go_on_behind_what_stands_in_a_line);
	t = add_case(suite, "panels");
	tcase_add_test(t, a_panel_leaves_out_in_text_what_is_not_known);
	tcase_add_test(t, text_has_words_where_json_has_values);
	tcase_add_test(t, an_item_without_a_struct_is_null);
	t = add_case(suite, "phrases");
	tcase_add_test(t, a_phrase_is_one_piece_of_a_line);
	tcase_add_test(t, a_phrase_leaves_out_what_is_not_known_with_its_words);
	return run_suite(suite);
}
