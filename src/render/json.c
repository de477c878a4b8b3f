/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON, as cJSON writes it: the escapes of a text, and the listener that makes
 * a pretty document.  That one is a tree until it is whole, for indentation's
 * sake; a compact one is written by render_compact().
 */
#include "render/json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "words/clean.h"

enum { DEEPEST = 64 };

struct level {
	cJSON *tree;     /* what is being built */
	const char *key; /* its key in the level above */
	bool array;
};

struct json {
	struct render render;
	FILE *out;
	bool failed; /* an allocation failed, so a key is missing */
	unsigned depth;
	struct level levels[DEEPEST];
};

static struct json *self(struct render *r)
{
	return (struct json *)r;
}

static cJSON *text_of(struct value value)
{
	char *clean;
	cJSON *item;

	if (value.kind == VALUE_TEXT)
		return cJSON_CreateString(value.text);
	clean = clean_for_json(value.text);
	item = clean ? cJSON_CreateString(clean) : NULL;
	free(clean);
	return item;
}

char *json_quote(struct value value)
{
	cJSON *item = text_of(value);
	char *quoted = item ? cJSON_PrintUnformatted(item) : NULL;

	cJSON_Delete(item);
	return quoted;
}

void json_release(char *quoted)
{
	cJSON_free(quoted);
}

/* Raw: cJSON keeps numbers as doubles, which lose a 64-bit integer's end. */
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
	struct level *level = &json->levels[json->depth];

	if (!item)
		json->failed = true;
	/* Something is missing: better no more than something else. */
	if (json->failed)
		cJSON_Delete(item);
	else if (level->array)
		cJSON_AddItemToArray(level->tree, item);
	else if (!cJSON_AddItemToObjectCS(level->tree, key, item))
		json->failed = true;
}

static void json_open(struct render *r, const char *key, bool array, bool rows)
{
	struct json *json = self(r);
	struct level *level;

	(void)rows;
	json->depth++;
	json->failed |= json->depth >= DEEPEST;
	if (json->depth >= DEEPEST)
		return;
	level = &json->levels[json->depth];
	*level = (struct level){NULL, key, array};
	if (json->failed)
		return;
	level->tree = array ? cJSON_CreateArray() : cJSON_CreateObject();
	json->failed = !level->tree;
}

static void write_document(struct json *json, cJSON *tree)
{
	char *text = cJSON_Print(tree);

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
	struct level *level;

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
