/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --assert FACT OP VALUE, and --assume.  It is kept as typed until the line is
 * complete: the options after it decide what the run measures.
 */
#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "cli/asserts.h"
#include "words/suggest.h"

static const char *option_of(bool assumed)
{
	return assumed ? "assume" : "assert";
}

bool note_assert(
	struct cli *cli, struct typed *typed, const char *text, bool assumed)
{
	size_t count = typed->assert_count;

	if (count == ASSERTS_MOST)
		return complain(cli->why, text,
			"%s: '%s' is one too many; %d for a step are "
			"accepted",
			option_of(assumed), text, ASSERTS_MOST);
	typed->asserts[count].text = text;
	typed->asserts[count].assumed = assumed;
	typed->assert_count++;
	return true;
}

bool keep_asserts(
	struct cli *cli, const struct typed *typed, struct assertions *asserts)
{
	size_t before = asserts->count;
	struct assertion *list;

	if (!typed->assert_count)
		return true;
	list = calloc(before + typed->assert_count, sizeof(*list));
	if (!list || !keep(cli, (char *)list))
		return complain_system(cli->why, "the command line", ENOMEM);
	for (size_t i = 0; i < before; i++)
		list[i] = asserts->list[i];
	for (size_t i = 0; i < typed->assert_count; i++) {
		list[before + i].typed = typed->asserts[i].text;
		list[before + i].assumed = typed->asserts[i].assumed;
	}
	*asserts = (struct assertions){list, before + typed->assert_count};
	return true;
}

static const char *keep_copy(struct cli *cli, const char *text)
{
	const char *copy = keep(cli, strdup(text));

	if (!copy)
		complain_system(cli->why, "the command line", ENOMEM);
	return copy;
}

struct search {
	struct suggestion suggestion;
	char best[FACT_PATH_MAX];  /* the suggestion: names do not last */
	char tails[FACT_PATH_MAX]; /* the first path that ends like it */
};

static void compare_name(void *context, const char *name)
{
	struct search *search = context;
	const char *typed = search->suggestion.typed;
	const char *last = strrchr(name, '.');

	search->suggestion.best = NULL;
	suggest_offer(&search->suggestion, name);
	if (search->suggestion.best)
		snprintf(search->best, sizeof(search->best), "%s", name);
	if (last && !*search->tails && strcmp(last + 1, typed) == 0)
		snprintf(search->tails, sizeof(search->tails), "%s", name);
}

static bool unknown_fact(const struct resolving *resolving, const char *fact)
{
	struct search search = {.suggestion = suggest_for(fact)};
	struct complaint *why = resolving->cli->why;

	facts_each_short(
		resolving->facts, resolving->scope, compare_name, &search);
	facts_each_path(
		resolving->facts, resolving->scope, compare_name, &search);
	complain(why, fact,
		"'%s' is not a fact of %s; those of memtool-json(5) are "
		"accepted",
		fact,
		resolving->scope.of == FACTS_OF_TOTAL
			? "the chain's total"
			: resolving->scope.command);
	if (*search.tails || *search.best)
		complain_suggest(
			why, *search.tails ? search.tails : search.best);
	return false;
}

/* Whether the words are what the fact can be. */
static bool check_words(const struct resolving *resolving,
	const struct assertion *assertion, const struct fact *fact)
{
	const struct comparison *c = &assertion->comparison;

	for (size_t i = 0; i < c->count; i++)
		if (!check_word(resolving, assertion->fact, fact,
			    c->any_of[i].word))
			return false;
	return true;
}

static enum value_form form_of(const struct fact *fact, const char *value)
{
	bool number = strchr("+-.0123456789", *value);

	switch (fact->type) {
	case FACT_TRUTH:
	case FACT_TEXT:
		return FORM_WORD;
	case FACT_DURATION:
		return FORM_DURATION;
	case FACT_ANY:
	case FACT_WORDS:
		return number ? FORM_INTEGER : FORM_WORD;
	default:
		return FORM_INTEGER;
	}
}

static enum asserted asserted(const struct fact *fact, enum value_form form)
{
	switch (fact->type) {
	case FACT_SUM:
		return ASSERT_SUM;
	case FACT_ROWS:
		return ASSERT_COUNT;
	case FACT_WORDS:
		return form == FORM_WORD ? ASSERT_AMONG : ASSERT_COUNT;
	default:
		return ASSERT_VALUE;
	}
}

/* The names in the walk, below the document's own key of an inspection. */
static bool set_paths(const struct resolving *resolving,
	struct assertion *assertion, const struct fact *fact)
{
	bool below = resolving->scope.of != FACTS_OF_STEP;
	const char *own = resolving->scope.of == FACTS_OF_TOTAL
				  ? "total"
				  : resolving->scope.command;
	char text[2 * FACT_PATH_MAX];

	snprintf(text, sizeof(text), "%s%s%s", below ? own : "",
		below ? "." : "",
		assertion->asserted == ASSERT_COUNT ||
				assertion->asserted == ASSERT_AMONG
			? fact->list
			: fact->path);
	assertion->path = keep_copy(resolving->cli, text);
	snprintf(text, sizeof(text), "%s%s%s", below ? own : "",
		below ? "." : "", fact->path);
	assertion->member = keep_copy(resolving->cli, text);
	return assertion->path && assertion->member;
}

static bool has_parts(
	const struct resolving *resolving, const char *fact, const char *parts)
{
	char first[FACT_PATH_MAX];

	snprintf(first, sizeof(first), "%.*s", (int)strcspn(parts, ","), parts);
	return complain(resolving->cli->why, fact,
		"'%s' has several parts: %s; one is accepted, as in '%s.%s'",
		fact, parts, fact, first);
}

static bool resolve(
	const struct resolving *resolving, struct assertion *assertion)
{
	struct cli *cli = resolving->cli;
	char *text = keep(cli, strdup(assertion->typed)), *name, *value;
	enum value_form form;
	struct fact fact;

	if (!text)
		return complain_system(cli->why, "the command line", ENOMEM);
	if (!comparison_cut(text, &name, &assertion->comparison.operation,
		    &value, cli->why))
		return false;
	assertion->fact = name;
	assertion->wanted = keep_copy(cli, value);
	if (!assertion->wanted)
		return false;
	if (!facts_find(resolving->facts, resolving->scope, name, &fact))
		return unknown_fact(resolving, name);
	if (fact.type == FACT_PARTS)
		return has_parts(resolving, name, fact.words);
	if (!is_measured(resolving, name, fact.path))
		return false;
	form = form_of(&fact, value);
	assertion->asserted = asserted(&fact, form);
	if (!comparison_parse(value, form, cli->units, &assertion->comparison,
		    cli->why)) {
		complain_about(cli->why, name);
		return false;
	}
	return (form != FORM_WORD ||
		       check_words(resolving, assertion, &fact)) &&
	       set_paths(resolving, assertion, &fact);
}

static bool resolve_all(
	struct resolving *resolving, const struct assertions *asserts)
{
	for (size_t i = 0; i < asserts->count; i++)
		if (!resolve(resolving, &asserts->list[i])) {
			complain_about(resolving->cli->why,
				option_of(asserts->list[i].assumed));
			return false;
		}
	return true;
}

static bool resolve_steps(struct resolving *resolving)
{
	struct cli *cli = resolving->cli;
	const struct plan *plan = cli->plan;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		resolving->step = step;
		resolving->scope.of =
			plan->inspection ? FACTS_OF_INSPECTION : FACTS_OF_STEP;
		resolving->scope.command = step->command->name;
		cli->why->step = step->number;
		if (resolve_all(resolving, &step->asserts))
			continue;
		complain_about(cli->why, step->command->name);
		return false;
	}
	return true;
}

static bool has_asserts(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].asserts.count)
			return true;
	return plan->asserts.count > 0;
}

bool resolve_asserts(struct cli *cli)
{
	const struct plan *plan = cli->plan;
	struct resolving resolving = {.cli = cli};
	bool good;

	if (!has_asserts(plan))
		return true;
	if (plan->asserts.count && plan->inspection) {
		cli->why->step = 0;
		return complain(cli->why, plan->asserts.list[0].typed,
			"assert: '%s' before the first call is about the "
			"chain's total, which '%s' does not have; after '%s' "
			"it is accepted",
			plan->asserts.list[0].typed, plan->inspection->name,
			plan->inspection->name);
	}
	resolving.facts = facts_read(cli->outside->schema);
	if (!resolving.facts)
		return complain_system(cli->why, "the command line", ENOMEM);
	resolving.scope.of = FACTS_OF_TOTAL;
	cli->why->step = 0;
	good = resolve_all(&resolving, &plan->asserts) &&
	       resolve_steps(&resolving);
	facts_free(resolving.facts);
	return good;
}
