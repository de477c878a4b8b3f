/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both JSON renderers share: the form of values. */
#ifndef MEMTOOL_RENDER_JSON_H
#define MEMTOOL_RENDER_JSON_H

#include "render/render.h"

/* Whether it is a string in JSON; other values have a bounded length. */
static inline bool json_is_text(struct value value)
{
	return value.kind == VALUE_TEXT || value.kind == VALUE_FOREIGN;
}

/* Write a value other than text to TEXT; returns the length, no NUL. */
enum { SCALAR_MAX = 24 };
size_t json_scalar(struct value value, char text[SCALAR_MAX]);

/*
 * The text quoted and escaped, to be freed by json_release(); NULL: out of
 * memory.
 */
char *json_quote(struct value value);
void json_release(char *quoted);

/* A document on one line, written at once. */
struct render *render_compact(FILE *out);

#endif
