/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --hold enter|SECONDS */
#include <string.h>

#include "cli/internal.h"
#include "words/suggest.h"

const char *const hold_words[] = {"enter", NULL};

bool hold_read(struct cli *cli, const char *word)
{
	struct options *options = &cli->plan->options;
	struct suggestion s = suggest_for(word);

	if (strcmp(word, "enter") == 0) {
		options->hold = HOLD_ENTER;
		return true;
	}
	if (number_parse_seconds(word, &options->hold_ns)) {
		options->hold = HOLD_TIME;
		return true;
	}
	complain(cli->why, word,
		"--hold: '%s' is neither 'enter' nor a number of seconds; "
		"0 to %d is accepted, such as 5 or 0.5",
		word, SECONDS_MOST);
	suggest_offer(&s, "enter");
	complain_suggest(cli->why, s.best);
	return false;
}
