/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files that look up and list the facts. */
#ifndef MEMTOOL_RENDER_FACTS_INTERNAL_H
#define MEMTOOL_RENDER_FACTS_INTERNAL_H

#include "render/facts.h"
#include "render/schema_node.h"

struct facts {
	schema_node *root;
};

/* A step, the total, or what an inspection shows. */
const schema_node *facts_top(
	const struct facts *facts, struct facts_scope scope);

/* The places where short names are looked up, then NULL. */
const char *const *facts_places(struct facts_scope scope);

/* Whether the data of a command has this key, maybe with "_ns". */
bool facts_has_data(
	const struct facts *facts, const char *command, const char *key);

/* What a name means below NODE, which is at PATH; PATH becomes its own. */
const schema_node *facts_follow(const struct facts *facts,
	struct facts_scope scope, const schema_node *node, const char *name,
	char *path);

#endif
