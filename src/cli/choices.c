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

/* One of a few words; *CHOICE is its place among them. */
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
