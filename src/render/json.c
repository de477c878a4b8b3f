/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The JSON listener.  The document and its row arrays are written as they
 * come, so that memory doesn't grow with the number of rows; each member of
 * them is a cJSON tree, printed and freed as soon as it is closed.  A pretty
 * document is one tree, for indentation's sake.
 */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>

#include "render/render.h"
#include "words/clean.h"

enum { DEEPEST = 16 };

struct level {
	cJSON *tree;     /* what is being built; NULL: written as it comes */
	const char *key; /* its key in the level above */
	bool array;
	bool begun; /* a written level has a member, the next needs a comma */
};

struct json {
	struct render render;
	FILE *out;
	bool pretty;
	bool failed; /* an allocation failed, so a key is missing */
	unsigned depth;
	struct level levels[DEEPEST];
};

static struct json *self(struct render *r)
{
	return (struct json *)r;
}

/* cJSON keeps numbers as doubles, which lose a 64-bit integer's end. */
static cJSON *integer(bool negative, uint64_t magnitude)
{
	char text[32];

	snprintf(text, sizeof(text), "%s%" PRIu64, negative ? "-" : "",
		magnitude);
	return cJSON_CreateRaw(text);
}

static cJSON *signed_integer(int64_t number)
{
	return integer(number < 0,
		number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

static cJSON *foreign(const char *text)
{
	char *clean = clean_for_json(text);
	cJSON *item = clean ? cJSON_CreateString(clean) : NULL;

	free(clean);
	return item;
}

static cJSON *item_of(struct value value)
{
	char text[32];

	switch (value.kind) {
	case VALUE_NULL:
		return cJSON_CreateNull();
	case VALUE_TEXT:
		return cJSON_CreateString(value.text);
	case VALUE_FOREIGN:
		return foreign(value.text);
	case VALUE_ADDRESS:
		snprintf(text, sizeof(text), "0x%" PRIx64, value.number);
		return cJSON_CreateString(text);
	case VALUE_CHANGE:
	case VALUE_NUMBER:
		return signed_integer((int64_t)value.number);
	case VALUE_TRUTH:
		return cJSON_CreateBool(value.number != 0);
	case VALUE_BYTES:
	case VALUE_COUNT:
	case VALUE_DURATION:
		return integer(false, value.number);
	}
	return NULL;
}

/* Write ITEM (or BRACKET, where there is none) as a member of LEVEL. */
static void write_member(struct json *json, struct level *level,
	const char *key, cJSON *item, const char *bracket)
{
	char *text = item ? cJSON_PrintUnformatted(item) : NULL;

	if (item && !text)
		json->failed = true;
	if (level && level->begun)
		fputc(',', json->out);
	if (level)
		level->begun = true;
	if (key)
		fprintf(json->out, "\"%s\":", key);
	fputs(text ? text : bracket ? bracket : "null", json->out);
	cJSON_free(text);
	cJSON_Delete(item);
}

static void attach(struct json *json, const char *key, cJSON *item)
{
	struct level *level = &json->levels[json->depth];

	if (!item)
		json->failed = true;
	/* Something is missing: better no more than something else. */
	if (json->failed) {
		cJSON_Delete(item);
		return;
	}
	if (!level->tree)
		write_member(json, level, key, item, NULL);
	else if (level->array)
		cJSON_AddItemToArray(level->tree, item);
	else if (!cJSON_AddItemToObjectCS(level->tree, key, item))
		json->failed = true;
}

static void json_open(struct render *r, const char *key, bool array, bool rows)
{
	struct json *json = self(r);
	struct level *above = &json->levels[json->depth];
	bool top = json->depth == 0;
	bool written = !json->pretty && (top || (rows && !above->tree));
	struct level *level = &json->levels[++json->depth];

	*level = (struct level){NULL, key, array, false};
	if (json->failed)
		return;
	if (written) {
		write_member(
			json, top ? NULL : above, key, NULL, array ? "[" : "{");
		return;
	}
	level->tree = array ? cJSON_CreateArray() : cJSON_CreateObject();
	if (!level->tree)
		json->failed = true;
}

static void write_document(struct json *json, cJSON *tree)
{
	char *text = tree ? cJSON_Print(tree) : NULL;

	if (text)
		fputs(text, json->out);
	else
		json->failed = true;
	cJSON_free(text);
	cJSON_Delete(tree);
}

static void json_close(struct render *r)
{
	struct json *json = self(r);
	struct level *level = &json->levels[json->depth--];

	if (json->failed)
		cJSON_Delete(level->tree);
	else if (!level->tree)
		fputc(level->array ? ']' : '}', json->out);
	else if (json->depth == 0)
		write_document(json, level->tree);
	else
		attach(json, level->key, level->tree);
	if (json->depth == 0)
		fputc('\n', json->out);
}

static void json_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	(void)label;
	attach(self(r), key, item_of(value));
}

static void json_words(struct render *r, const char *label, struct value value)
{
	(void)r;
	(void)label;
	(void)value;
}

static void json_line(struct render *r, unsigned indent)
{
	(void)r;
	(void)indent;
}

static void json_say(
	struct render *r, enum style style, const char *text, enum fold fold)
{
	(void)fold;
	(void)r;
	(void)style;
	(void)text;
}

static void json_right(struct render *r, const char *text)
{
	(void)r;
	(void)text;
}

static bool json_finish(struct render *r)
{
	bool whole = !self(r)->failed;

	free(r);
	return whole;
}

struct render *render_json(FILE *out, bool pretty)
{
	static const struct render_verbs verbs = {json_open, json_close,
		json_fact, json_words, json_line, json_say, json_right,
		json_finish};
	struct json *json = calloc(1, sizeof(*json));

	if (!json)
		return NULL;
	json->render.verbs = &verbs;
	json->out = out;
	json->pretty = pretty;
	return &json->render;
}
