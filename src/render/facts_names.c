/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of all facts, for completion and suggestions. */
#include <stdio.h>
#include <string.h>

#include "render/facts_internal.h"

enum { DEEPEST = 5 };

struct listing {
	const struct facts *facts;
	struct facts_scope scope;
	facts_visit *each;
	void *context;
};

/* Without the unit that a short name need not have. */
static void visit(const struct listing *listing, const char *name)
{
	char text[FACT_PATH_MAX];
	size_t length = strlen(name);

	if (length > 3 && strcmp(name + length - 3, "_ns") == 0)
		length -= 3;
	snprintf(text, sizeof(text), "%.*s", (int)length, name);
	listing->each(listing->context, text);
}

static const char *key_at(const struct listing *listing,
	const schema_node *node, const char *path, size_t n)
{
	if (listing->scope.of == FACTS_OF_STEP && strcmp(path, "data") == 0)
		return schema_data_key(
			listing->facts->root, listing->scope.command, n);
	return schema_key_at(listing->facts->root, node, n);
}

/* A short name of this place, unless an earlier one has the name, too. */
static void visit_short(
	const struct listing *listing, const char *place, const char *name)
{
	struct fact fact;

	if (facts_find(listing->facts, listing->scope, name, &fact) &&
		fact.type != FACT_PARTS &&
		strncmp(fact.path, place, strlen(place)) == 0)
		visit(listing, name);
}

static void visit_place(const struct listing *listing, const char *place)
{
	const struct facts *facts = listing->facts;
	char path[FACT_PATH_MAX] = "";
	const schema_node *node = facts_follow(facts, listing->scope,
		facts_top(facts, listing->scope), place, path);
	const schema_node *after =
		schema_rows(facts->root, node)
			? schema_child(facts->root, node, "after")
			: NULL;
	const char *key;

	for (size_t n = 0; (key = key_at(listing, node, path, n)); n++)
		visit_short(listing, place, key);
	for (size_t n = 0;
		after && (key = schema_key_at(facts->root, after, n)); n++)
		visit_short(listing, place, key);
}

void facts_each_short(const struct facts *facts, struct facts_scope scope,
	facts_visit *each, void *context)
{
	struct listing listing = {facts, scope, each, context};
	const char *const *places = facts_places(scope);

	for (; *places; places++)
		visit_place(&listing, *places);
	if (scope.of == FACTS_OF_STEP)
		visit(&listing, "why");
}

static void visit_below(const struct listing *listing, const schema_node *node,
	const char *path, unsigned depth)
{
	const char *key;

	for (size_t n = 0; (key = key_at(listing, node, path, n)); n++) {
		const schema_node *child =
			schema_child(listing->facts->root, node, key);
		char longer[FACT_PATH_MAX];

		if (!child || strlen(path) + strlen(key) + 2 > sizeof(longer))
			continue;
		strcpy(longer, path);
		schema_path_add(longer, sizeof(longer), key);
		visit(listing, longer);
		if (depth < DEEPEST)
			visit_below(listing, child, longer, depth + 1);
	}
}

void facts_each_path(const struct facts *facts, struct facts_scope scope,
	facts_visit *each, void *context)
{
	struct listing listing = {facts, scope, each, context};

	visit_below(&listing, facts_top(facts, scope), "", 0);
}
