/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an argument is printed: one row for each kind of parameter. */
#ifndef MEMTOOL_COMMAND_PARAM_TYPE_H
#define MEMTOOL_COMMAND_PARAM_TYPE_H

#include "command/call.h"
#include "command/param.h"
#include "render/render.h"

struct argument {
	const struct call *call; /* contains the characters of text and bytes */
	const struct param *param;
	uint64_t value;
};

struct param_type {
	/* Print it in the form that memtool accepts. */
	void (*format)(
		const struct argument *argument, char *text, size_t size);
	/* Its kind in JSON; VALUE_TEXT: as formatted. */
	enum value_kind shown;
	/*
	 * Change TEXT, made by .format, for the call: shorten it, or write it
	 * as strace does.  NULL: keep it.
	 */
	void (*shorten)(
		const struct argument *argument, char *text, size_t size);
};

const struct param_type *param_type(enum param_kind kind);

#endif
