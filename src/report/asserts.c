/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "assert": what was asserted or assumed, and what was found. */
#include <stdlib.h>
#include <string.h>

#include "render/field.h"
#include "report/internal.h"

static const char asserts_null[] = "null: none, or not measured";

/* One of them; in text, one of .held to .was_not is its line. */
struct assert_row {
	const char *fact, *op, *wanted;
	struct value got, met;
	const char *held, *missed, *was, *was_not, *unmeasured;
	bool assumed;
};

#define ROW(member) MEMBER(struct assert_row, member)

static const struct field json_fields[] = {
	{"fact", JSON_ONLY, VALUE_TEXT, ROW(fact)},
	{"op", JSON_ONLY, VALUE_TEXT, ROW(op)},
	{"wanted", JSON_ONLY, VALUE_FOREIGN, ROW(wanted)},
	{"met", JSON_ONLY, VALUE_NULL, ROW(met)},
	{"assumed", JSON_ONLY, VALUE_TRUTH, ROW(assumed)},
};

static const struct field line_fields[] = {
	{TEXT_ONLY, "as asserted: ", VALUE_FOREIGN, ROW(held)},
	{TEXT_ONLY, "not as asserted: ", VALUE_FOREIGN, ROW(missed)},
	{TEXT_ONLY, "as assumed: ", VALUE_FOREIGN, ROW(was)},
	{TEXT_ONLY, "not as assumed: ", VALUE_FOREIGN, ROW(was_not)},
};

static const struct field got_fields[] = {
	{"got", ", got ", VALUE_NULL, ROW(got)},
	{TEXT_ONLY, ", got ", VALUE_TEXT, ROW(unmeasured)},
};

static const char **line_of(struct assert_row *row, bool met)
{
	if (row->assumed)
		return met ? &row->was : &row->was_not;
	return met ? &row->held : &row->missed;
}

static enum style style_of(const struct assert_row *row, bool met)
{
	if (met)
		return STYLE_ADDED;
	return row->assumed ? STYLE_CHANGED : STYLE_BAD;
}

static void print_row(struct render *r, unsigned indent,
	const struct assertion *assertion, const struct heard *heard)
{
	bool met = heard && heard_met(heard);
	struct assert_row row = {.fact = assertion->fact,
		.op = operation_words[assertion->comparison.operation],
		.wanted = assertion->wanted,
		.assumed = assertion->assumed};

	render_object(r, NULL);
	if (heard) {
		row.met = as_truth(met);
		row.got =
			heard->null && !heard->failed ? as_null() : heard->got;
		*line_of(&row, met) = assertion->typed;
		if (row.got.kind == VALUE_NULL)
			row.unmeasured = asserts_null;
		render_line(r, indent);
	}
	render_members(r, FIELDS(json_fields), &row);
	render_phrase(r, style_of(&row, met), FIELDS(line_fields), &row);
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

/* "faults=..64, got 80" */
static void add_miss(FILE *out, const struct heard *heard)
{
	struct value got = heard->got;
	char text[64];

	fprintf(out, "%s, ", heard->assertion->typed);
	if (got.kind == VALUE_NULL || (heard->null && !heard->failed)) {
		fprintf(out, "got %s", asserts_null);
		return;
	}
	value_format(got, text, sizeof(text));
	fprintf(out, "got %s",
		got.kind == VALUE_TEXT || got.kind == VALUE_FOREIGN ? got.text
								    : text);
}

/* Of what is asserted, or of what is ASSUMED. */
static bool is_unmet(const struct heard *heard, bool assumed)
{
	return heard->assertion->assumed == assumed && !heard_met(heard);
}

char *asserts_missed(const struct hearing *hearing, bool assumed)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const char *lead = "";

	if (!out)
		return NULL;
	for (size_t i = 0; hearing->heard && i < hearing->count; i++) {
		if (!is_unmet(&hearing->heard[i], assumed))
			continue;
		fprintf(out, "%s%s", lead, assumed ? "" : "wanted ");
		add_miss(out, &hearing->heard[i]);
		lead = "; ";
	}
	fclose(out);
	return text;
}

bool asserts_met(const struct hearing *hearing, bool assumed)
{
	/* Out of memory: that cannot be excused. */
	if (!hearing->heard)
		return assumed || !hearing->count;
	for (size_t i = 0; i < hearing->count; i++)
		if (is_unmet(&hearing->heard[i], assumed))
			return false;
	return true;
}
