/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --timeout SECONDS: of a step, or before the first call of each step. */
#include "cli/internal.h"

void timeouts_settle(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!plan->steps[i].timeout_ns)
			plan->steps[i].timeout_ns = plan->options.timeout_ns;
}

bool timeout_read(struct cli *cli, const char *word, int64_t *ns)
{
	int64_t read;

	if (number_parse_seconds(word, &read) && read > 0) {
		*ns = read;
		return true;
	}
	return complain(cli->why, word,
		"--timeout: '%s' is not a number of seconds above 0; up to %d "
		"is accepted, such as 5 or 0.5",
		word, SECONDS_MOST);
}
