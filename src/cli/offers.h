/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may be completed: candidates for the value of an option or a WORD. */
#ifndef MEMTOOL_CLI_OFFERS_H
#define MEMTOOL_CLI_OFFERS_H

#include "cli/internal.h"

enum { GIVEN_MAX = 64, BLOCKS_OFFERED = 10 };

/* The part that is being typed, and what is known of the line before it. */
struct completion {
	const struct cli *cli;
	char **words; /* all of them; the last is the part */
	int count;
	const char *part;
	const char *lead; /* "--flags=": stands before what is offered */
	size_t lead_length;
	const char *list; /* "private,": the members of a list before it */
	size_t list_length;
	/* The names that --as gave in the steps before this one. */
	struct {
		const char *name;
		enum made_kind kind;
		uint64_t blocks; /* NAME.1 to this; 0: one */
	} given[GIVEN_MAX];
	size_t given_count;
};

/* Print CANDIDATE if it begins as the part does, case apart. */
bool offer(const struct completion *c, const char *candidate);

/* Offer the values of a command's option, by its name. */
void offer_option_values(const struct completion *c,
	const struct command *command, const char *option);
/* Offer what may stand as a parameter, by its kind. */
typedef void offer_kind(const struct completion *c, const struct param *param);
offer_kind offer_values;
offer_kind offer_addresses, offer_regions, offer_files, offer_flags, offer_self;
offer_kind offer_outcome, offer_calls, offer_causes, offer_sizes;

#endif
