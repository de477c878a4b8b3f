/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The examples: all of them with their titles, or one as it is. */
#include "inspections/examples/examples.h"

#include <string.h>

#include "command/command.h"
#include "render/field.h"

struct examples_view {
	const char *name; /* of the only one; NULL: all */
};

struct example_row {
	const char *name, *text;
	char title[80]; /* its first line, without the '#' */
};

#define EXAMPLE(member) MEMBER(struct example_row, member)

static const struct field view_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, MEMBER(struct examples_view, name)},
};

static const struct field row_fields[] = {
	{"name", "", VALUE_TEXT, EXAMPLE(name), .width = -22},
	{"title", "", VALUE_TEXT, EXAMPLE(title), .width = -56},
	{"text", JSON_ONLY, VALUE_TEXT, EXAMPLE(text)},
};

static struct example_row row_of(const char *name)
{
	struct example_row row = {.name = name, .text = example_text(name)};
	size_t mark = strspn(row.text, "# ");

	snprintf(row.title, sizeof(row.title), "%.*s",
		(int)strcspn(row.text + mark, "\n"), row.text + mark);
	return row;
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct examples_view *view = seen;

	(void)reason;
	if (look->call->text_length)
		view->name = look->call->text;
	return true;
}

/* As it is, so that it can be kept as a file. */
static void print_text(struct render *r, const char *text)
{
	char line[256];

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"),
			text);
		render_line(r, 0);
		render_whole(r, STYLE_PLAIN, line);
	}
}

static void print_one(struct render *r, const char *name)
{
	struct example_row row = row_of(name);

	render_object(r, NULL);
	render_members(r, FIELDS(row_fields), &row);
	print_text(r, row.text);
	render_close(r);
}

static void print_all(struct render *r)
{
	const char *name;

	for (size_t i = 0; (name = example_at(i)); i++) {
		struct example_row row = row_of(name);

		render_row(r, 0, FIELDS(row_fields), &row);
	}
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct examples_view *view = seen;

	(void)look;
	render_members(r, FIELDS(view_fields), view);
	render_rows(r, "examples");
	if (view->name)
		print_one(r, view->name);
	else
		print_all(r);
	render_close(r);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct examples_view),
	.look = look,
	.print = print,
};

const struct command command_examples = {
	.name = "examples",
	.summary = "list the examples, or print one",
	.describes = "Each example is a short file of steps that shows how one "
		     "part of memory management works. Its assertions say "
		     "what is seen, so that it is a test, too. With NAME the "
		     "example is printed; 'memtool run --example NAME' "
		     "performs it. Where the machine lacks what it shows, it "
		     "is skipped with a reason, and the exit status is 77.",
	.manual = "memtool-examples(1)",
	.params = {&param_example},
	.word = &param_example,
	.inspection = &inspection,
};
