/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How an argument is typed: a row for each kind of parameter.  How it is
 * written is commands/param_type.h.
 */
#ifndef MEMTOOL_CLI_PARAM_INPUT_H
#define MEMTOOL_CLI_PARAM_INPUT_H

#include "cli/binding.h"
#include "cli/offers.h"

struct param_input {
	/* Make an expression of it. */
	bind_kind *bind;
	/* Offer what can stand there; NULL: anything can. */
	offer_kind *offer;
	/* Whether WORD looks like a value; NULL: any word may be one. */
	bool (*fits)(const struct cli *cli, const struct param *param,
		const char *word);
};

const struct param_input *param_input(enum param_kind kind);

#endif
