/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion: candidates for the value of an option or a WORD. */
#ifndef MEMTOOL_CLI_OFFERS_H
#define MEMTOOL_CLI_OFFERS_H

#include "cli/internal.h"

enum { GIVEN_MAX = 64, BLOCKS_OFFERED = 10 };

/* The part that is being typed, and the line before it. */
struct completion {
	const struct cli *cli;
	char **words; /* all words; the last is the part */
	int count;
	const char *part;
	const char *lead; /* "--flags=": printed before each candidate */
	size_t lead_length;
	const char *list; /* "private,": the members of a list before it */
	size_t list_length;
	/* The names given by --as in earlier steps. */
	struct {
		const char *name;
		enum made_kind kind;
		uint64_t blocks; /* NAME.1 to this; 0: one */
	} given[GIVEN_MAX];
	size_t given_count;
	const char *file;    /* of run: its file of steps; NULL: none yet */
	const char *example; /* or the text of its example */
};

/* Print CANDIDATE if it begins with the part, ignoring case. */
bool offer(const struct completion *completion, const char *candidate);

/* Offer the values of a command's option, by its name. */
void offer_option_values(const struct completion *completion,
	const struct command *command, const char *option);
/* Offer NAME= of each "set" line of the file of steps. */
void offer_variables(const struct completion *completion);
/* Offer values for a parameter, by its kind. */
typedef void offer_kind(
	const struct completion *completion, const struct param *param);
offer_kind offer_values;
offer_kind offer_addresses, offer_regions, offer_files, offer_flags, offer_self;
offer_kind offer_limit, offer_group_limits, offer_users, offer_filter;
/* The names of a command's facts; NULL: of the chain's total. */
void offer_facts(
	const struct completion *completion, const struct command *command);
offer_kind offer_outcome, offer_calls, offer_causes, offer_sizes;
offer_kind offer_examples;

#endif
