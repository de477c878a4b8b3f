/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --runs N and --warmup N */
#include <string.h>

#include "cli/internal.h"

static bool read_number(struct cli *cli, const char *option, const char *word,
	uint64_t least, size_t *count)
{
	uint64_t number = 0;

	/* As for --times, but decimal: the number is read twice. */
	if (strspn(word, "0123456789") == strlen(word) &&
		number_parse_size(word, cli->units, &number, NULL) &&
		number >= least && number <= RUNS_MOST) {
		*count = (size_t)number;
		return true;
	}
	return complain(cli->why, word, "--%s: '%s'; %d to %d is accepted",
		option, word, (int)least, RUNS_MOST);
}

bool runs_read(struct cli *cli, const char *word)
{
	return read_number(cli, "runs", word, 1, &cli->plan->options.runs);
}

bool warmup_read(struct cli *cli, const char *word)
{
	return read_number(cli, "warmup", word, 0, &cli->plan->options.warmup);
}

bool check_runs(struct cli *cli)
{
	const struct plan *plan = cli->plan;
	const struct options *options = &plan->options;

	cli->why->step = 0;
	if (options->warmup && !options->runs)
		return complain(cli->why, "--warmup",
			"--warmup is for the runs before those of --runs, "
			"which is missing");
	if (!options->runs)
		return true;
	if (plan->inspection)
		return complain(cli->why, "--runs",
			"--runs repeats a chain of calls; '%s' is not one",
			plan->inspection->name);
	if (options->hold != HOLD_NOT)
		return complain(cli->why, "--hold",
			"--hold keeps one process, and --runs makes several; "
			"give one of them");
	if (options->jsonl)
		return complain(cli->why, "--jsonl",
			"--jsonl prints a chain as it happens, and --runs "
			"performs several; give one of them");
	if (options->dry_run)
		return complain(cli->why, "--dry-run",
			"--dry-run performs nothing, and --runs several runs; "
			"give one of them");
	return true;
}
