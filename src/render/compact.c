/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The JSON listener for programs.  All is written as it comes, so that memory
 * does not grow with the number of rows, wherever they stand.
 */
#include <stdlib.h>
#include <string.h>

#include "render/json.h"

enum { DEEPEST = 64, ROOM = 8192 };

struct compact {
	struct render render;
	FILE *out;
	bool failed; /* something could not be made: nothing more is written */
	bool begun;  /* the level has a member, the next needs a comma */
	unsigned depth;
	uint64_t arrays; /* bit N: level N is an array */
	size_t used;
	char buffer[ROOM];
};

static struct compact *self(struct render *r)
{
	return (struct compact *)r;
}

static void drain(struct compact *c)
{
	fwrite(c->buffer, 1, c->used, c->out);
	c->used = 0;
}

static void put(struct compact *c, const char *text, size_t length)
{
	if (length > ROOM - c->used)
		drain(c);
	if (length > ROOM) {
		fwrite(text, 1, length, c->out);
		return;
	}
	memcpy(c->buffer + c->used, text, length);
	c->used += length;
}

static void put_char(struct compact *c, char character)
{
	if (c->used == ROOM)
		drain(c);
	c->buffer[c->used++] = character;
}

/* A comma where one is due, and the key.  Keys are plain words of ours. */
static void begin_member(struct compact *c, const char *key)
{
	size_t length = key ? strlen(key) : 0;
	char *to;

	if (ROOM - c->used < length + 4)
		drain(c);
	to = c->buffer + c->used;
	if (c->begun)
		*to++ = ',';
	c->begun = true;
	if (key) {
		*to++ = '"';
		memcpy(to, key, length);
		to += length;
		*to++ = '"';
		*to++ = ':';
	}
	c->used = (size_t)(to - c->buffer);
}

/* Whether TEXT stands in JSON as it is, in quotes; else it is a library's. */
static bool is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~' || text[i] == '"' ||
			text[i] == '\\')
			return false;
	return true;
}

/*
 * What could not be made is not left out silently: the document ends where it
 * should stand, which no reader takes for a whole one.
 */
static void put_text(struct compact *c, struct value value)
{
	size_t length = strlen(value.text);
	char *quoted;

	if (is_plain(value.text, length)) {
		put_char(c, '"');
		put(c, value.text, length);
		put_char(c, '"');
		return;
	}
	quoted = json_quote(value);
	if (quoted)
		put(c, quoted, strlen(quoted));
	else
		c->failed = true;
	json_release(quoted);
}

static void compact_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	struct compact *c = self(r);

	(void)label;
	if (c->failed)
		return;
	begin_member(c, key);
	if (json_is_text(value)) {
		put_text(c, value);
		return;
	}
	if (ROOM - c->used < SCALAR_MAX)
		drain(c);
	c->used += json_scalar(value, c->buffer + c->used);
}

static void compact_open(
	struct render *r, const char *key, bool array, bool rows)
{
	struct compact *c = self(r);

	(void)rows; /* all are written one by one */
	c->failed |= c->depth + 1 == DEEPEST;
	if (c->failed)
		return;
	begin_member(c, key);
	put_char(c, array ? '[' : '{');
	c->depth++;
	c->arrays &= ~((uint64_t)1 << c->depth);
	c->arrays |= (uint64_t)array << c->depth;
	c->begun = false;
}

static void compact_close(struct render *r)
{
	struct compact *c = self(r);

	if (c->failed)
		return;
	put_char(c, c->arrays >> c->depth & 1 ? ']' : '}');
	c->begun = true;
	if (--c->depth == 0)
		put_char(c, '\n');
	drain(c);
}

static bool compact_finish(struct render *r)
{
	struct compact *c = self(r);
	bool whole = !c->failed;

	drain(c);
	free(c);
	return whole;
}

struct render *render_compact(FILE *out)
{
	static const struct render_verbs verbs = {.open = compact_open,
		.close = compact_close,
		.fact = compact_fact,
		.finish = compact_finish};
	struct compact *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->render.verbs = &verbs;
	c->out = out;
	return &c->render;
}
