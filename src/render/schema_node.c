/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/schema_node.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static const cJSON *get(const cJSON *node, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(node, key);
}

schema_node *schema_parse(const char *text)
{
	return cJSON_Parse(text);
}

void schema_free(schema_node *root)
{
	cJSON_Delete(root);
}

const schema_node *schema_definition(const schema_node *root, const char *name)
{
	return get(get(root, "$defs"), name);
}

const schema_node *schema_property(const schema_node *root, const char *name)
{
	return get(get(root, "properties"), name);
}

/* The alternative of an anyOf that is not only null. */
static const cJSON *not_null(const cJSON *any)
{
	const cJSON *one = any->child;

	while (one) {
		const char *type = cJSON_GetStringValue(get(one, "type"));

		if (!type || strcmp(type, "null") != 0)
			return one;
		one = one->next;
	}
	return NULL;
}

static const cJSON *resolve(const cJSON *root, const cJSON *node)
{
	static const char prefix[] = "#/$defs/";

	while (node) {
		const char *ref = cJSON_GetStringValue(get(node, "$ref"));
		const cJSON *any = get(node, "anyOf");

		if (ref)
			node = schema_definition(
				root, ref + sizeof(prefix) - 1);
		else if (any)
			node = not_null(any);
		else
			return node;
	}
	return NULL;
}

const schema_node *schema_rows(const schema_node *root, const schema_node *node)
{
	return resolve(root, get(resolve(root, node), "items"));
}

static bool has_word(const cJSON *list, const char *word)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		const char *text = cJSON_GetStringValue(item);

		if (text && strcmp(text, word) == 0)
			return true;
	}
	return false;
}

const schema_node *schema_child(
	const schema_node *root, const schema_node *node, const char *key)
{
	const cJSON *rows = schema_rows(root, node);
	const cJSON *object = rows ? rows : resolve(root, node);
	const cJSON *child = get(get(object, "properties"), key);

	/* The facts of a cause are not listed: all names are accepted. */
	if (!child && (has_word(get(object, "required"), key) ||
			      !get(object, "required")))
		child = get(object, "additionalProperties");
	return resolve(root, child);
}

void schema_path_add(char *path, size_t size, const char *key)
{
	size_t used = strlen(path);

	snprintf(path + used, size - used, "%s%s", used ? "." : "", key);
}

const schema_node *schema_member(const schema_node *root,
	const schema_node *node, const char *key, char *path, size_t size)
{
	const cJSON *child = schema_child(root, node, key);
	const cJSON *after = NULL;

	if (!child && schema_rows(root, node))
		after = schema_child(root, node, "after");
	if (after)
		child = schema_child(root, after, key);
	if (child && after)
		schema_path_add(path, size, "after");
	if (child)
		schema_path_add(path, size, key);
	return child;
}

/* All keys of an object are required. */
const char *schema_key_at(
	const schema_node *root, const schema_node *node, size_t n)
{
	const cJSON *rows = schema_rows(root, node);
	const cJSON *object = rows ? rows : resolve(root, node);
	const cJSON *required = get(object, "required");

	/* But of "args" and "data", which depend on the command. */
	if (required)
		return cJSON_GetStringValue(
			cJSON_GetArrayItem(required, (int)n));
	required = cJSON_GetArrayItem(get(object, "properties"), (int)n);
	return required ? required->string : NULL;
}

bool schema_can_be(
	const schema_node *root, const schema_node *node, const char *type)
{
	const cJSON *object = resolve(root, node);
	const cJSON *types = get(object, "type");
	const char *only = cJSON_GetStringValue(types);

	if (!types && get(object, "enum"))
		return strcmp(type, "string") == 0;
	return only ? strcmp(only, type) == 0 : has_word(types, type);
}

const char *schema_pattern(const schema_node *root, const schema_node *node)
{
	const char *pattern =
		cJSON_GetStringValue(get(resolve(root, node), "pattern"));

	return pattern ? pattern : "";
}

void schema_words(const schema_node *root, const schema_node *node, char *text,
	size_t size)
{
	const cJSON *word;
	size_t used = 0;

	*text = '\0';
	cJSON_ArrayForEach(word, get(resolve(root, node), "enum"))
	{
		const char *string = cJSON_GetStringValue(word);

		if (string && used < size)
			used += (size_t)snprintf(text + used, size - used,
				"%s%s", used ? ", " : "", string);
	}
}

/* Whether an "if" is about this command. */
static bool is_about(const cJSON *rule, const char *command)
{
	const cJSON *tested =
		get(get(get(rule, "if"), "properties"), "command");
	const char *only = cJSON_GetStringValue(get(tested, "const"));

	return only ? strcmp(only, command) == 0
		    : has_word(get(tested, "enum"), command);
}

const char *schema_data_key(
	const schema_node *root, const char *command, size_t n)
{
	const cJSON *rules = get(schema_definition(root, "step"), "allOf");
	const cJSON *rule, *then;

	cJSON_ArrayForEach(rule, rules)
	{
		if (!is_about(rule, command))
			continue;
		then = get(get(rule, "then"), "properties");
		return cJSON_GetStringValue(cJSON_GetArrayItem(
			get(get(then, "data"), "required"), (int)n));
	}
	return NULL;
}
