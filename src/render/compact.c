/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The compact JSON renderer, for programs.  Output is written at once, so
 * memory use does not grow with the number of rows.
 */
#include <stdlib.h>
#include <string.h>

#include "render/json.h"

enum { DEEPEST = 64, ROOM = 8192 };

struct compact {
	struct render render;
	FILE *out;
	bool failed; /* an allocation failed: write nothing more */
	bool begun;  /* the level has a member, so the next needs a comma */
	unsigned depth;
	uint64_t arrays; /* bit N: level N is an array */
	size_t used;
	char buffer[ROOM];
};

static struct compact *self(struct render *r)
{
	return (struct compact *)r;
}

static void drain(struct compact *compact)
{
	fwrite(compact->buffer, 1, compact->used, compact->out);
	compact->used = 0;
}

static void put(struct compact *compact, const char *text, size_t length)
{
	if (length > ROOM - compact->used)
		drain(compact);
	if (length > ROOM) {
		fwrite(text, 1, length, compact->out);
		return;
	}
	memcpy(compact->buffer + compact->used, text, length);
	compact->used += length;
}

static void put_char(struct compact *compact, char character)
{
	if (compact->used == ROOM)
		drain(compact);
	compact->buffer[compact->used++] = character;
}

/* A comma if needed, and the key.  Keys need no escapes. */
static void begin_member(struct compact *compact, const char *key)
{
	size_t length = key ? strlen(key) : 0;
	char *to;

	if (ROOM - compact->used < length + 4)
		drain(compact);
	to = compact->buffer + compact->used;
	if (compact->begun)
		*to++ = ',';
	compact->begun = true;
	if (key) {
		*to++ = '"';
		memcpy(to, key, length);
		to += length;
		*to++ = '"';
		*to++ = ':';
	}
	compact->used = (size_t)(to - compact->buffer);
}

/* Whether TEXT needs no escapes in JSON; otherwise cJSON escapes it. */
static bool is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~' || text[i] == '"' ||
			text[i] == '\\')
			return false;
	return true;
}

/*
 * A value that cannot be made is not silently omitted: the document ends before
 * it, so no reader takes it for complete.
 */
static void put_text(struct compact *compact, struct value value)
{
	size_t length = strlen(value.text);
	char *quoted;

	if (is_plain(value.text, length)) {
		put_char(compact, '"');
		put(compact, value.text, length);
		put_char(compact, '"');
		return;
	}
	quoted = json_quote(value);
	if (quoted)
		put(compact, quoted, strlen(quoted));
	else
		compact->failed = true;
	json_release(quoted);
}

static void compact_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	struct compact *compact = self(r);

	(void)label;
	if (compact->failed)
		return;
	begin_member(compact, key);
	if (json_is_text(value)) {
		put_text(compact, value);
		return;
	}
	if (ROOM - compact->used < SCALAR_MAX)
		drain(compact);
	compact->used += json_scalar(value, compact->buffer + compact->used);
}

static void compact_open(
	struct render *r, const char *key, bool array, bool rows)
{
	struct compact *compact = self(r);

	(void)rows; /* rows are always written one by one */
	compact->failed |= compact->depth + 1 == DEEPEST;
	if (compact->failed)
		return;
	begin_member(compact, key);
	put_char(compact, array ? '[' : '{');
	compact->depth++;
	compact->arrays &= ~((uint64_t)1 << compact->depth);
	compact->arrays |= (uint64_t)array << compact->depth;
	compact->begun = false;
}

static void compact_close(struct render *r)
{
	struct compact *compact = self(r);

	if (compact->failed)
		return;
	put_char(compact, compact->arrays >> compact->depth & 1 ? ']' : '}');
	/* What follows a document is the next one: a line of --jsonl. */
	compact->begun = --compact->depth > 0;
	if (compact->depth == 0)
		put_char(compact, '\n');
	drain(compact);
}

static bool compact_finish(struct render *r)
{
	struct compact *compact = self(r);
	bool whole = !compact->failed;

	drain(compact);
	free(compact);
	return whole;
}

struct render *render_compact(FILE *out)
{
	static const struct render_verbs verbs = {.open = compact_open,
		.close = compact_close,
		.fact = compact_fact,
		.finish = compact_finish};
	struct compact *compact = malloc(sizeof(*compact));

	if (!compact)
		return NULL;
	/* Do not touch the buffer's pages before they are used. */
	memset(compact, 0, offsetof(struct compact, buffer));
	compact->render.verbs = &verbs;
	compact->out = out;
	return &compact->render;
}
