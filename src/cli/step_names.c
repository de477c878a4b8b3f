/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names given by --as.  A generated chain may have tens of thousands, so
 * they are hashed.
 */
#include <errno.h>
#include <stdint.h>

#include "cli/internal.h"

int find_name(struct cli *cli, const char *name)
{
	ENTRY *found, wanted = {.key = (char *)(uintptr_t)name};

	if (!cli->has_names || !hsearch_r(wanted, FIND, &found, &cli->names))
		return -1;
	return (int)(intptr_t)found->data;
}

bool remember_name(struct cli *cli, const char *name)
{
	ENTRY *entry, named = {.key = (char *)(uintptr_t)name,
			      .data = (void *)(intptr_t)cli->plan->count};

	/* The table cannot grow, but no line has more names than words. */
	if (!cli->has_names)
		cli->has_names = hcreate_r(cli->word_count, &cli->names) != 0;
	if (cli->has_names && hsearch_r(named, ENTER, &entry, &cli->names))
		return true;
	return complain_system(cli->why, "the command line", ENOMEM);
}

void forget_names(struct cli *cli)
{
	if (cli->has_names)
		hdestroy_r(&cli->names);
	cli->has_names = false;
}
