/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/facts_internal.h"
#include "words/array.h"

struct facts *facts_read(const char *schema)
{
	struct facts *facts = malloc(sizeof(*facts));

	if (!facts)
		return NULL;
	facts->root = schema_parse(schema);
	if (facts->root)
		return facts;
	free(facts);
	return NULL;
}

void facts_free(struct facts *facts)
{
	if (facts)
		schema_free(facts->root);
	free(facts);
}

const schema_node *facts_top(
	const struct facts *facts, struct facts_scope scope)
{
	switch (scope.of) {
	case FACTS_OF_STEP:
		return schema_definition(facts->root, "step");
	case FACTS_OF_TOTAL:
		return schema_property(facts->root, "total");
	case FACTS_OF_INSPECTION:
		return schema_property(facts->root, scope.command);
	}
	return NULL;
}

/* In this order; "" is the top. */
static const char *const step_places[] = {
	"data", "effect.memory", "result", "effect", "effect.mappings", NULL};
static const char *const total_places[] = {"memory", "", "mappings", NULL};
static const char *const inspection_places[] = {"", NULL};

const char *const *facts_places(struct facts_scope scope)
{
	return scope.of == FACTS_OF_STEP    ? step_places
	       : scope.of == FACTS_OF_TOTAL ? total_places
					    : inspection_places;
}

bool facts_has_data(
	const struct facts *facts, const char *command, const char *key)
{
	size_t length = strlen(key);
	const char *known;

	for (size_t n = 0; (known = schema_data_key(facts->root, command, n));
		n++)
		if (strncmp(known, key, length) == 0 &&
			(!known[length] || strcmp(known + length, "_ns") == 0))
			return true;
	return false;
}

/* "duration" is "duration_ns". */
static const schema_node *member(const struct facts *facts,
	const schema_node *node, const char *key, char *path)
{
	const schema_node *found =
		schema_member(facts->root, node, key, path, FACT_PATH_MAX);
	char in_ns[FACT_PATH_MAX + 8];

	if (found)
		return found;
	snprintf(in_ns, sizeof(in_ns), "%s_ns", key);
	return schema_member(facts->root, node, in_ns, path, FACT_PATH_MAX);
}

const schema_node *facts_follow(const struct facts *facts,
	struct facts_scope scope, const schema_node *node, const char *name,
	char *path)
{
	while (node && *name) {
		size_t length = strcspn(name, ".");
		char key[FACT_PATH_MAX];
		bool of_data =
			scope.of == FACTS_OF_STEP && strcmp(path, "data") == 0;

		if (!length || length + strlen(path) + 8 >= sizeof(key))
			return NULL;
		snprintf(key, sizeof(key), "%.*s", (int)length, name);
		name += length;
		if (*name && !*++name)
			return NULL; /* a '.' at its end */
		if (of_data && !facts_has_data(facts, scope.command, key))
			return NULL;
		node = member(facts, node, key, path);
	}
	return node;
}

static const schema_node *find_short(const struct facts *facts,
	struct facts_scope scope, const char *name, char *path)
{
	const char *const *places = facts_places(scope);
	const schema_node *top = facts_top(facts, scope);

	for (; *places; places++) {
		const schema_node *node;

		*path = '\0';
		node = facts_follow(facts, scope, top, *places, path);
		node = facts_follow(facts, scope, node, name, path);
		if (node)
			return node;
	}
	*path = '\0';
	return facts_follow(facts, scope, top, name, path);
}

/* Of several facts, the one that stands for them. */
static const schema_node *chosen(
	const struct facts *facts, const schema_node *node, char *path)
{
	static const char *const keys[] = {"delta", "name", "cause"};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (schema_child(facts->root, node, keys[i]))
			return schema_member(facts->root, node, keys[i], path,
				FACT_PATH_MAX);
	return node;
}

static enum fact_type scalar_type(
	const schema_node *root, const schema_node *node, const char *path)
{
	bool integer = schema_can_be(root, node, "integer");
	bool text = schema_can_be(root, node, "string");
	const char *end = strrchr(path, '_');

	if (integer && text)
		return FACT_ANY;
	if (integer)
		return end && strcmp(end, "_ns") == 0 ? FACT_DURATION
						      : FACT_INTEGER;
	if (schema_can_be(root, node, "boolean"))
		return FACT_TRUTH;
	return strncmp(schema_pattern(root, node), "^0x", 3) == 0 ? FACT_ADDRESS
								  : FACT_TEXT;
}

/* An array of words, or of rows that have one which stands for them. */
static void set_array(
	const struct facts *facts, const schema_node *node, struct fact *fact)
{
	const schema_node *root = facts->root;
	const schema_node *rows = schema_rows(root, node);

	snprintf(fact->list, sizeof(fact->list), "%s", fact->path);
	fact->type = FACT_ROWS;
	if (schema_can_be(root, rows, "string") ||
		chosen(facts, node, fact->path) != node)
		fact->type = FACT_WORDS;
}

static void set_object(
	const struct facts *facts, const schema_node *node, struct fact *fact)
{
	const char *key;
	size_t used = 0;

	fact->type = FACT_PARTS;
	if (schema_child(facts->root, node, "minor"))
		fact->type = FACT_SUM;
	for (size_t n = 0; (key = schema_key_at(facts->root, node, n)) &&
			   used < sizeof(fact->words);
		n++)
		used += (size_t)snprintf(fact->words + used,
			sizeof(fact->words) - used, "%s%s", n ? ", " : "", key);
}

bool facts_find(const struct facts *facts, struct facts_scope scope,
	const char *name, struct fact *fact)
{
	const schema_node *node;

	memset(fact, 0, sizeof(*fact));
	node = find_short(facts, scope, name, fact->path);
	if (!node || !*name)
		return false;
	if (schema_rows(facts->root, node)) {
		set_array(facts, node, fact);
		return true;
	}
	node = chosen(facts, node, fact->path);
	if (schema_can_be(facts->root, node, "object")) {
		set_object(facts, node, fact);
		return true;
	}
	fact->type = scalar_type(facts->root, node, fact->path);
	snprintf(fact->pattern, sizeof(fact->pattern), "%s",
		schema_pattern(facts->root, node));
	schema_words(facts->root, node, fact->words, sizeof(fact->words));
	return true;
}
