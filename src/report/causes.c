/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a step failed, or did not do what was asked. */
#include "render/field.h"
#include "report/internal.h"

enum { BESIDE = INDENT + 5 }; /* the column after "why " */

static bool is_size(const struct fact *fact)
{
	return fact->label && fact_value(fact).kind == VALUE_BYTES;
}

/* The unit in which all sizes of the cause are whole: they are compared. */
static unsigned common_unit(const struct cause *cause)
{
	unsigned unit = UNIT_LARGEST;

	for (size_t i = 0; i < cause->fact_count; i++) {
		const struct fact *fact = &cause->facts[i];
		unsigned own = is_size(fact) ? unit_of(fact_value(fact).number)
					     : UNIT_LARGEST;

		if (own < unit)
			unit = own;
	}
	return unit;
}

/* "97656250000 KiB (90.9 TiB)": nobody counts so many digits. */
static void text_rounded(
	struct render *r, const struct fact *fact, unsigned unit)
{
	enum { LONG_NUMBER = 100000 };
	char text[32];

	if (!is_size(fact) ||
		fact_value(fact).number >> (10 * unit) < LONG_NUMBER)
		return;
	format_about(fact_value(fact).number, text, sizeof(text));
	render_keep(r, STYLE_PLAIN, " (%s)", text);
}

static void print_facts(struct render *r, const struct cause *cause)
{
	bool begun = false;
	unsigned unit = common_unit(cause);

	render_object(r, "facts");
	for (size_t i = 0; i < cause->fact_count; i++) {
		const struct fact *fact = &cause->facts[i];

		if (fact->label && begun)
			render_printf(r, STYLE_PLAIN, ", ");
		else if (fact->label)
			render_line(r, BESIDE);
		begun |= fact->label != NULL;
		render_fact(r, fact->key, fact->label,
			in_unit(fact_value(fact), unit));
		text_rounded(r, fact, unit);
	}
	render_close(r);
}

static void print_remedies(struct render *r, const struct cause *cause)
{
	render_array(r, "remedy");
	for (size_t i = 0; i < cause->remedy_count; i++) {
		render_line(r, i ? BESIDE : INDENT);
		if (!i)
			render_printf(r, STYLE_LABEL, "try  ");
		render_fact(r, NULL, "", as_foreign(cause->remedies[i]));
	}
	render_close(r);
}

/* A cause's name; in text, one of the two forms. */
struct named {
	const char *slug;
	bool verified, guessed;
};

#define NAMED(member) MEMBER(struct named, member)

static const struct field named_fields[] = {
	{"cause", JSON_ONLY, VALUE_TEXT, NAMED(slug)},
	{"verified", JSON_ONLY, VALUE_TRUTH, NAMED(verified)},
	{TEXT_ONLY, " (", VALUE_TEXT, NAMED(slug),
		IF_HAS(struct named, verified), .after = ")"},
	{TEXT_ONLY, " (", VALUE_TEXT, NAMED(slug),
		IF_HAS(struct named, guessed), .after = ", not verified)"},
};

static void print_cause(struct render *r, const struct cause *cause)
{
	struct named named = {cause->slug, cause->verified, !cause->verified};

	render_object(r, NULL);
	render_line(r, INDENT);
	render_printf(r, STYLE_LABEL, cause->verified ? "why  " : "why? ");
	render_fact(r, "message", "", as_foreign(cause->message));
	render_phrase(r, STYLE_FAINT, FIELDS(named_fields), &named);
	print_facts(r, cause);
	print_remedies(r, cause);
	render_close(r);
}

void print_causes(struct render *r, const struct causes *causes)
{
	render_array(r, "why");
	for (size_t i = 0; i < causes->count; i++)
		print_cause(r, &causes->list[i]);
	render_close(r);
}
