/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options whose value is one of a few words. */
#include <string.h>

#include "cli/internal.h"
#include "words/suggest.h"

/* Each in the order of its enum. */
const char *const color_words[] = {"auto", "always", "never", NULL};
const char *const memory_words[] = {"counters", "none", NULL};
const char *const pages_by_words[] = {
	"auto", "scan", "pagemap", "mincore", NULL};

/* Find WORD among WORDS; *CHOICE is its index. */
static bool choose(struct cli *cli, const char *option,
	const char *const *words, const char *word, int *choice)
{
	struct suggestion s = suggest_for(word);
	char all[64] = "";

	for (int i = 0; words[i]; i++) {
		if (strcmp(word, words[i]) == 0) {
			*choice = i;
			return true;
		}
		suggest_offer(&s, words[i]);
		if (i)
			strcat(all, words[i + 1] ? ", " : " and ");
		strcat(all, words[i]);
	}
	complain(cli->why, word, "--%s: '%s' is unknown; %s are accepted",
		option, word, all);
	complain_suggest(cli->why, s.best);
	return false;
}

bool choose_color(struct cli *cli, const char *word)
{
	int choice;

	if (!choose(cli, "color", color_words, word, &choice))
		return false;
	cli->plan->options.color = (enum color)choice;
	return true;
}

bool choose_memory(struct cli *cli, const char *word)
{
	int choice;

	if (!choose(cli, "memory", memory_words, word, &choice))
		return false;
	cli->plan->options.memory = (enum memory_mode)choice;
	return true;
}

bool choose_pages_by(
	struct cli *cli, const struct typed *typed, enum pages_by *by)
{
	int choice = PAGES_BY_AUTO;

	if (typed->pages_by && !choose(cli, "pages-by", pages_by_words,
				       typed->pages_by, &choice))
		return false;
	*by = (enum pages_by)choice;
	return true;
}

void look_for_form(struct plan *plan)
{
	struct options *options = &plan->options;

	for (int i = 1; i < plan->argc; i++) {
		const char *word = plan->argv[i];

		if (plan->argv + i == plan->trace.argv)
			break; /* the options of a program */
		options->pretty |= strcmp(word, "--pretty") == 0;
		options->jsonl |= strcmp(word, "--jsonl") == 0;
		options->tap |= strcmp(word, "--tap") == 0;
		options->json |=
			strcmp(word, "--json") == 0 || strcmp(word, "-j") == 0;
	}
	options->json |= options->pretty || options->jsonl;
	/* A line of --jsonl has no indentation. */
	options->jsonl &= !options->pretty;
}

static bool two_forms(struct cli *cli, const char *one, const char *other)
{
	return complain(cli->why, one,
		"%s and %s are two forms of the report; give one of them", one,
		other);
}

bool form_settle(struct cli *cli)
{
	struct options *options = &cli->plan->options;
	const struct command *alone = cli->plan->inspection;

	cli->why->step = 0;
	if (options->jsonl && options->pretty) {
		options->jsonl = false; /* the complaint is a document */
		return two_forms(cli, "--jsonl", "--pretty");
	}
	if (options->tap && options->json)
		return two_forms(cli, "--tap",
			options->jsonl    ? "--jsonl"
			: options->pretty ? "--pretty"
					  : "--json");
	if (options->jsonl && alone && !traces(alone))
		return complain(cli->why, "--jsonl",
			"--jsonl: '%s' on its own has no steps; --json is "
			"accepted",
			alone->name);
	return true;
}
