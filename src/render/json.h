/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both JSON listeners share: how a value looks. */
#ifndef MEMTOOL_RENDER_JSON_H
#define MEMTOOL_RENDER_JSON_H

#include "render/render.h"

/* Whether it is told as words: the others have a form of bounded length. */
static inline bool json_is_text(struct value value)
{
	return value.kind == VALUE_TEXT || value.kind == VALUE_FOREIGN;
}

/* Write a value that is no text to TEXT; returns the length, no NUL. */
enum { SCALAR_MAX = 24 };
size_t json_scalar(struct value value, char text[SCALAR_MAX]);

/*
 * A text in quotes, its characters escaped, for json_release(); NULL when
 * memory is short.
 */
char *json_quote(struct value value);
void json_release(char *quoted);

/* A document on one line, written as it comes. */
struct render *render_compact(FILE *out);

#endif
