/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "assert": what was asserted, and what was found. */
#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "report/internal.h"

static const char asserts_null[] = "null: none, or not measured";

/* One assertion; in text, .held or .missed is its line. */
struct assert_row {
	const char *fact, *op, *wanted;
	struct value got, met;
	const char *held, *missed, *unmeasured;
	bool said; /* .got is part of the line */
};

#define ROW(member) MEMBER(struct assert_row, member)

static const struct field json_fields[] = {
	{"fact", JSON_ONLY, VALUE_TEXT, ROW(fact)},
	{"op", JSON_ONLY, VALUE_TEXT, ROW(op)},
	{"wanted", JSON_ONLY, VALUE_FOREIGN, ROW(wanted)},
	{"met", JSON_ONLY, VALUE_NULL, ROW(met)},
};

static const struct field line_fields[] = {
	{TEXT_ONLY, "as asserted: ", VALUE_FOREIGN, ROW(held)},
	{TEXT_ONLY, "not as asserted: ", VALUE_FOREIGN, ROW(missed)},
};

static const struct field got_fields[] = {
	{"got", ", got ", VALUE_NULL, ROW(got)},
	{TEXT_ONLY, ", got ", VALUE_TEXT, ROW(unmeasured)},
};

static void print_row(struct render *r, unsigned indent,
	const struct assertion *assertion, const struct heard *heard)
{
	bool met = heard && heard_met(heard);
	struct assert_row row = {.fact = assertion->fact,
		.op = operation_words[assertion->comparison.operation],
		.wanted = assertion->wanted};

	render_object(r, NULL);
	if (heard) {
		row.met = as_truth(met);
		row.got =
			heard->null && !heard->failed ? as_null() : heard->got;
		*(met ? &row.held : &row.missed) = assertion->typed;
		if (row.got.kind == VALUE_NULL)
			row.unmeasured = asserts_null;
		render_line(r, indent);
	}
	render_members(r, FIELDS(json_fields), &row);
	render_phrase(
		r, met ? STYLE_ADDED : STYLE_BAD, FIELDS(line_fields), &row);
	render_phrase(r, STYLE_PLAIN, FIELDS(got_fields), &row);
	render_close(r);
}

void print_asserts(struct render *r, unsigned indent, struct assertions asserts,
	const struct hearing *hearing)
{
	render_array(r, "assert");
	for (size_t i = 0; i < asserts.count; i++)
		print_row(r, indent, &asserts.list[i],
			hearing && hearing->heard ? &hearing->heard[i] : NULL);
	render_close(r);
}

/* "wanted faults=..64, got 80" */
static void add_miss(FILE *out, const struct heard *heard, bool first)
{
	struct value got = heard->got;
	char text[64];

	fprintf(out, "%swanted %s, ", first ? "" : "; ",
		heard->assertion->typed);
	if (got.kind == VALUE_NULL || (heard->null && !heard->failed)) {
		fprintf(out, "got %s", asserts_null);
		return;
	}
	value_format(got, text, sizeof(text));
	fprintf(out, "got %s",
		got.kind == VALUE_TEXT || got.kind == VALUE_FOREIGN ? got.text
								    : text);
}

char *asserts_missed(const struct hearing *hearing)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool first = true;

	if (!out)
		return NULL;
	for (size_t i = 0; hearing->heard && i < hearing->count; i++) {
		if (heard_met(&hearing->heard[i]))
			continue;
		add_miss(out, &hearing->heard[i], first);
		first = false;
	}
	fclose(out);
	return text;
}

bool asserts_met(const struct hearing *hearing)
{
	for (size_t i = 0; i < hearing->count; i++)
		if (!hearing->heard || !heard_met(&hearing->heard[i]))
			return false;
	return true;
}
