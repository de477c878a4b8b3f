/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a step failed, or did other than was asked. */
#include "render/field.h"
#include "report/internal.h"

enum { BESIDE = INDENT + 5 }; /* where the words behind "why  " begin */

static void tell_facts(struct render *r, const struct cause *cause)
{
	bool begun = false;

	render_object(r, "facts");
	for (size_t i = 0; i < cause->fact_count; i++) {
		const struct fact *fact = &cause->facts[i];

		if (fact->label && begun)
			render_say(r, STYLE_PLAIN, ", ");
		else if (fact->label)
			render_line(r, BESIDE);
		begun |= fact->label != NULL;
		render_fact(r, fact->key, fact->label, fact_value(fact));
	}
	render_close(r);
}

static void tell_remedies(struct render *r, const struct cause *cause)
{
	render_array(r, "remedy");
	for (size_t i = 0; i < cause->remedy_count; i++) {
		render_line(r, i ? BESIDE : INDENT);
		if (!i)
			render_say(r, STYLE_LABEL, "try  ");
		render_fact(r, NULL, "", as_foreign(cause->remedies[i]));
	}
	render_close(r);
}

/* A cause as it is named; in text by one of the two. */
struct named {
	const char *slug;
	bool verified, guessed;
};

#define NAMED(member) MEMBER(struct named, member)

static const struct field named_fields[] = {
	{"cause", NULL, VALUE_TEXT, NAMED(slug)},
	{"verified", NULL, VALUE_TRUTH, NAMED(verified)},
	{NULL, " (", VALUE_TEXT, NAMED(slug), IF_HAS(struct named, verified),
		.after = ")"},
	{NULL, " (", VALUE_TEXT, NAMED(slug), IF_HAS(struct named, guessed),
		.after = ", not verified)"},
};

static void tell_cause(struct render *r, const struct cause *cause)
{
	struct named named = {cause->slug, cause->verified, !cause->verified};

	render_object(r, NULL);
	render_line(r, INDENT);
	render_say(r, STYLE_LABEL, cause->verified ? "why  " : "why? ");
	render_fact(r, "message", "", as_foreign(cause->message));
	render_phrase(r, STYLE_FAINT, FIELDS(named_fields), &named);
	tell_facts(r, cause);
	tell_remedies(r, cause);
	render_close(r);
}

void tell_causes(struct render *r, const struct causes *causes)
{
	render_array(r, "why");
	for (size_t i = 0; i < causes->count; i++)
		tell_cause(r, &causes->list[i]);
	render_close(r);
}
