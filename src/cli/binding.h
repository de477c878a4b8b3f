/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A typed step on its way to a planned one. */
#ifndef MEMTOOL_CLI_BINDING_H
#define MEMTOOL_CLI_BINDING_H

#include "cli/internal.h"

/* The step being bound, and what it acts on. */
struct binding {
	struct cli *cli;
	struct typed *typed;
	struct step *step;
	int acts[MADE_KINDS]; /* of each kind: index in the plan; -1: none */
	uint64_t item;        /* of several that it made; 0: all of them */
	bool file_asked;      /* somebody named the file: --file, --fd, --on */
	uint64_t need;
};

/* What the step at INDEX makes. */
enum made_kind made_at(const struct cli *cli, int index);

/* --on: which of the things that were made is meant. */
bool bind_choice(struct binding *b);
/* The file that a call with a descriptor takes, before all other arguments. */
bool bind_file(struct binding *b);
/* What the step acts on, for the report: an index in the plan; -1: nothing. */
int bind_acted_on(const struct step *step);

/* Make an expression of parameter N, typed or not. */
bool bind_param(struct binding *b, size_t n);

/* --times and --every, and how many calls they come to. */
bool bind_repeats(struct binding *b);

/*
 * What makes an expression of TEXT, by the kind of PARAM: an address, a file,
 * and what goes into the step's .text, understood or as it is.
 */
typedef bool bind_kind(struct binding *b, const struct param *param,
	const char *text, struct expression *e);
bind_kind bind_address, bind_fd, bind_bytes, bind_text, bind_path, bind_size;
bind_kind bind_signed, bind_flags, bind_mode, bind_pid, bind_switch, bind_plain;
bind_kind bind_outcome, bind_command, bind_sizes, bind_far;

void set_number(struct expression *e, uint64_t number);

/* The default of a parameter here, which a leading '+' adds to; or NULL. */
const char *default_of(const struct binding *b, const struct param *param);

/* Make an expression of TEXT, as it was typed for PARAM. */
bool bind_typed(struct binding *b, const struct param *param, const char *text,
	struct expression *e);

#endif
