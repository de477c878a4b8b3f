/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The listener that says nothing: what is told is walked all the same. */
#include "render/render.h"

static void none_open(struct render *r, const char *key, bool array, bool rows)
{
	(void)r;
	(void)key;
	(void)array;
	(void)rows;
}

static void none_close(struct render *r)
{
	(void)r;
}

static void none_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	(void)r;
	(void)key;
	(void)label;
	(void)value;
}

static void none_words(struct render *r, const char *label, struct value value)
{
	(void)r;
	(void)label;
	(void)value;
}

static void none_line(struct render *r, unsigned indent)
{
	(void)r;
	(void)indent;
}

static void none_say(
	struct render *r, enum style style, const char *text, enum fold fold)
{
	(void)r;
	(void)style;
	(void)text;
	(void)fold;
}

static void none_right(struct render *r, const char *text)
{
	(void)r;
	(void)text;
}

static bool none_finish(struct render *r)
{
	(void)r;
	return true;
}

struct render *render_none(void)
{
	static const struct render_verbs verbs = {none_open, none_close,
		none_fact, none_words, none_line, none_say, none_right,
		none_finish};
	static struct render none = {&verbs};

	return &none;
}
