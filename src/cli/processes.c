/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processes of a chain.  A child has what its parent had when it was
 * forked, and then goes its own way: "the newest region" is each process's own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"
#include "words/array.h"

static struct process *add(struct cli *cli)
{
	struct process *more = array_reserve(cli->processes, &cli->process_room,
		cli->process_count + 1, sizeof(*more));

	if (!more) {
		complain_system(cli->why, "the command line", ENOMEM);
		return NULL;
	}
	cli->processes = more;
	return &cli->processes[cli->process_count++];
}

bool processes_begin(struct cli *cli)
{
	struct process *first = add(cli);

	if (first)
		*first = (struct process){.step = -1,
			.memory = 0,
			.newest = {[0 ... MADE_KINDS - 1] = -1}};
	return first;
}

struct process *memory_process(const struct cli *cli)
{
	return &cli->processes[cli->processes[cli->in].memory];
}

int *newest(struct cli *cli)
{
	return memory_process(cli)->newest;
}

/* A process that was forked by STEP, with what its parent, or twin, has. */
static bool add_like(struct cli *cli, size_t like, int step, uint64_t item)
{
	struct process *process = add(cli);

	if (!process)
		return false;
	*process = cli->processes[like];
	process->step = step;
	process->item = item;
	if (made_at(cli, step) == MADE_PROCESS) {
		/* A thread that forks has its process's. */
		memcpy(process->newest, cli->processes[process->memory].newest,
			sizeof(process->newest));
		process->memory = cli->process_count - 1;
	}
	return true;
}

bool processes_add(struct cli *cli)
{
	if (plan_threads(cli->plan) > THREADS_MOST)
		return complain(cli->why, NULL,
			"the line makes %llu threads; %d are accepted",
			(unsigned long long)plan_threads(cli->plan),
			THREADS_MOST);
	return add_like(cli, cli->in, (int)cli->plan->count - 1, 0);
}

static bool find(const struct cli *cli, int step, uint64_t item, size_t *at)
{
	for (*at = 0; *at < cli->process_count; ++*at)
		if (cli->processes[*at].step == step &&
			cli->processes[*at].item == item)
			return true;
	return false;
}

/* One of several that a step forks: the first time, it is like all of them. */
static bool choose_item(struct cli *cli, int step, uint64_t item)
{
	size_t like;

	if (find(cli, step, item, &cli->in))
		return true;
	/* The new one comes last. */
	cli->in = cli->process_count;
	return find(cli, step, 0, &like) && add_like(cli, like, step, item);
}

bool choose_process(struct cli *cli, const char *in)
{
	uint64_t item;
	int step;

	cli->in = 0;
	if (!in || strcmp(in, FIRST_PROCESS) == 0)
		return true;
	if (!find_item(cli, in, &step, &item)) {
		complain_about(cli->why, "in");
		return false;
	}
	if (!made_type(made_at(cli, step))->performs)
		return complain(cli->why, in,
			"in: '%s' is %s, not a process or thread; fork and "
			"thread make them, and '" FIRST_PROCESS
			"' is the first",
			in, made_type(made_at(cli, step))->one);
	if (!item && step_repeats(&cli->plan->steps[step]))
		return complain(cli->why, in,
			"in: '%s' stands for %llu, and one is needed: its "
			"name and a number, as in '%s.1'",
			in, (unsigned long long)cli->plan->steps[step].calls,
			in);
	return choose_item(cli, step, item);
}
