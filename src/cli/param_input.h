/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How an argument is typed: one row for each kind of parameter.  For how it is
 * printed, see command/param_type.h.
 */
#ifndef MEMTOOL_CLI_PARAM_INPUT_H
#define MEMTOOL_CLI_PARAM_INPUT_H

#include "cli/binding.h"
#include "cli/offers.h"

struct param_input {
	/* Turn it into an expression. */
	bind_kind *bind;
	/* Offer completions; NULL: any value is possible. */
	offer_kind *offer;
	/* Whether WORD looks like a value; NULL: any word may be one. */
	bool (*fits)(const struct cli *cli, const struct param *param,
		const char *word);
};

const struct param_input *param_input(enum param_kind kind);

#endif
