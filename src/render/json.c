/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON by cJSON: escapes, and the renderer of pretty documents, which builds a
 * tree first, for indentation; render_compact() writes compact ones.
 */
#include "render/json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/escape.h"

enum { DEEPEST = 64 };

struct json_level {
	cJSON *tree;     /* what is being built */
	const char *key; /* its key in the level above */
	bool array;
};

struct json {
	struct render render;
	FILE *out;
	bool failed; /* an allocation failed, so a key is missing */
	unsigned depth;
	struct json_level levels[DEEPEST];
};

static struct json *self(struct render *r)
{
	return (struct json *)r;
}

static cJSON *text_of(struct value value)
{
	char *escaped;
	cJSON *item;

	if (value.kind == VALUE_TEXT)
		return cJSON_CreateString(value.text);
	escaped = escape_for_json(value.text);
	item = escaped ? cJSON_CreateString(escaped) : NULL;
	free(escaped);
	return item;
}

/*
 * cJSON does not escape DEL and the C1 controls (U+0080 to U+009F, in UTF-8 c2
 * 80 to c2 9f), which terminals obey.
 */
static size_t hidden_control(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	if (bytes[0] == 0x7f)
		return 1;
	return bytes[0] == 0xc2 && bytes[1] < 0xa0 ? 2 : 0;
}

static size_t count_controls(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += hidden_control(text) != 0;
	return count;
}

/* TEXT, allocated by cJSON, with these controls escaped: \u009b. */
static char *escape_controls(char *text)
{
	enum { ESCAPE = 6 };
	size_t count = text ? count_controls(text) : 0;
	char *copy, *to;

	if (!count)
		return text;
	copy = to = cJSON_malloc(strlen(text) + count * ESCAPE + 1);
	for (const char *at = text; copy && *at;) {
		size_t length = hidden_control(at);

		if (length) {
			to += sprintf(
				to, "\\u%04x", (unsigned char)at[length - 1]);
			at += length;
		} else {
			*to++ = *at++;
		}
	}
	if (copy)
		*to = '\0';
	cJSON_free(text);
	return copy;
}

char *json_quote(struct value value)
{
	cJSON *item = text_of(value);
	char *quoted =
		item ? escape_controls(cJSON_PrintUnformatted(item)) : NULL;

	cJSON_Delete(item);
	return quoted;
}

void json_release(char *quoted)
{
	cJSON_free(quoted);
}

/*
 * Raw: cJSON keeps numbers as doubles, which lose low bits of a 64-bit integer.
 */
static cJSON *item_of(struct value value)
{
	char text[SCALAR_MAX + 1];

	if (json_is_text(value))
		return text_of(value);
	text[json_scalar(value, text)] = '\0';
	return cJSON_CreateRaw(text);
}

static void attach(struct json *json, const char *key, cJSON *item)
{
	struct json_level *level = &json->levels[json->depth];

	if (!item)
		json->failed = true;
	/* Something is missing: add nothing in its place. */
	if (json->failed)
		cJSON_Delete(item);
	else if (level->array)
		cJSON_AddItemToArray(level->tree, item);
	/* It copies the key, which may be a member of a field on the stack. */
	else if (!cJSON_AddItemToObject(level->tree, key, item))
		json->failed = true;
}

static void json_open(struct render *r, const char *key, bool array, bool rows)
{
	struct json *json = self(r);
	struct json_level *level;

	(void)rows;
	json->depth++;
	json->failed |= json->depth >= DEEPEST;
	if (json->depth >= DEEPEST)
		return;
	level = &json->levels[json->depth];
	*level = (struct json_level){NULL, key, array};
	if (json->failed)
		return;
	level->tree = array ? cJSON_CreateArray() : cJSON_CreateObject();
	json->failed = !level->tree;
}

static void write_document(struct json *json, cJSON *tree)
{
	char *text = escape_controls(cJSON_Print(tree));

	if (text)
		fprintf(json->out, "%s\n", text);
	else
		json->failed = true;
	cJSON_free(text);
	cJSON_Delete(tree);
}

static void json_close(struct render *r)
{
	struct json *json = self(r);
	struct json_level *level;

	if (json->depth-- >= DEEPEST)
		return;
	level = &json->levels[json->depth + 1];
	if (json->failed)
		cJSON_Delete(level->tree);
	else if (json->depth == 0)
		write_document(json, level->tree);
	else
		attach(json, level->key, level->tree);
}

static void json_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	(void)label;
	attach(self(r), key, item_of(value));
}

static bool json_finish(struct render *r)
{
	bool whole = !self(r)->failed;

	free(r);
	return whole;
}

static struct render *render_tree(FILE *out)
{
	static const struct render_verbs verbs = {.open = json_open,
		.close = json_close,
		.fact = json_fact,
		.finish = json_finish};
	struct json *json = calloc(1, sizeof(*json));

	if (!json)
		return NULL;
	json->render.verbs = &verbs;
	json->out = out;
	return &json->render;
}

struct render *render_json(FILE *out, bool pretty)
{
	return pretty ? render_tree(out) : render_compact(out);
}
