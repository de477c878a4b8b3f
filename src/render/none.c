/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The renderer that prints nothing; the report is still walked. */
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

static bool none_finish(struct render *r)
{
	(void)r;
	return true;
}

struct render *render_none(void)
{
	static const struct render_verbs verbs = {.open = none_open,
		.close = none_close,
		.fact = none_fact,
		.finish = none_finish};
	static struct render none = {.verbs = &verbs};

	return &none;
}
