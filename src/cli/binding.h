/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A typed step that becomes a planned one. */
#ifndef MEMTOOL_CLI_BINDING_H
#define MEMTOOL_CLI_BINDING_H

#include "cli/internal.h"

/* The step being bound, and what it acts on. */
struct binding {
	struct cli *cli;
	struct typed *typed;
	struct step *step;
	int acts[MADE_KINDS]; /* of each kind: index in the plan; -1: none */
	uint64_t item;        /* one of several blocks; 0: all */
	bool file_asked;      /* a file was named: --file, --fd, --on */
	uint64_t need;
};

/* What the step at INDEX makes. */
enum made_kind made_at(const struct cli *cli, int index);

/* Find what --on names. */
bool bind_choice(struct binding *b);
/* Find the file of a call with a descriptor, before its other arguments. */
bool bind_file(struct binding *b);
/* What the step acts on, for the report: an index in the plan; -1: nothing. */
int bind_acted_on(const struct step *step);

/* Turn parameter N, typed or not, into an expression. */
bool bind_param(struct binding *b, size_t n);

/* The expression of a parameter that was not typed. */
bool bind_missing(
	struct binding *b, const struct param *param, struct expression *e);

/* Read --times and --every, and compute the number of calls. */
bool bind_repeats(struct binding *b);

/*
 * Turn TEXT into an expression, by the kind of PARAM: an address, a file, or
 * what goes into the step's .text.
 */
typedef bool bind_kind(struct binding *b, const struct param *param,
	const char *text, struct expression *e);
bind_kind bind_address, bind_fd, bind_bytes, bind_text, bind_path, bind_size;
bind_kind bind_signed, bind_flags, bind_mode, bind_pid, bind_switch, bind_plain;
bind_kind bind_outcome, bind_command, bind_sizes, bind_far, bind_example;
bind_kind bind_group_limits, bind_limit, bind_seconds, bind_user, bind_filter;

void set_number(struct expression *e, uint64_t number);

/* The default, which a leading '+' adds to; or NULL. */
const char *default_of(const struct binding *b, const struct param *param);

/* Turn TEXT, typed for PARAM, into an expression. */
bool bind_typed(struct binding *b, const struct param *param, const char *text,
	struct expression *e);

#endif
