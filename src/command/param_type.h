/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an argument is written: a row for each kind of parameter. */
#ifndef MEMTOOL_COMMANDS_PARAM_TYPE_H
#define MEMTOOL_COMMANDS_PARAM_TYPE_H

#include "command/call.h"
#include "command/param.h"
#include "render/render.h"

struct argument {
	const struct call *call; /* of text and bytes it has the characters */
	const struct param *param;
	uint64_t value;
};

struct param_type {
	/* As a person reads it and memtool reads it back. */
	void (*format)(const struct argument *a, char *text, size_t size);
	/* What it is in a document; VALUE_TEXT: as it is formatted. */
	enum value_kind shown;
	/* Shorten TEXT, which .format made, for the call; NULL: it stays. */
	void (*shorten)(const struct argument *a, char *text, size_t size);
};

const struct param_type *param_type(enum param_kind kind);

#endif
