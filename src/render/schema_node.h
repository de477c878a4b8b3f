/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A JSON Schema as a tree: what a part of a document can be. */
#ifndef MEMTOOL_RENDER_SCHEMA_NODE_H
#define MEMTOOL_RENDER_SCHEMA_NODE_H

#include <stdbool.h>
#include <stddef.h>

struct cJSON;
typedef struct cJSON schema_node;

schema_node *schema_parse(const char *text); /* NULL: out of memory */
void schema_free(schema_node *root);

/* A definition, "step"; a property of the document. */
const schema_node *schema_definition(const schema_node *root, const char *name);
const schema_node *schema_property(const schema_node *root, const char *name);

/* Append a key to a path. */
void schema_path_add(char *path, size_t size, const char *key);

/*
 * A member of NODE by its key; of an array: of its rows, or of what they have
 * "after".  Append the keys that lead there to PATH.  NULL: there is none.
 */
const schema_node *schema_member(const schema_node *root,
	const schema_node *node, const char *key, char *path, size_t size);

/* The same for one member, without what rows have "after". */
const schema_node *schema_child(
	const schema_node *root, const schema_node *node, const char *key);
/* The Nth key of an object, or of an array's rows; NULL: the last was before.
 */
const char *schema_key_at(
	const schema_node *root, const schema_node *node, size_t n);

/* The schema of an array's rows; NULL: not an array. */
const schema_node *schema_rows(
	const schema_node *root, const schema_node *node);

/* Whether it can be of this JSON type. */
bool schema_can_be(
	const schema_node *root, const schema_node *node, const char *type);
/* Its "pattern" or "", and the words of its "enum", joined by ", ". */
const char *schema_pattern(const schema_node *root, const schema_node *node);
void schema_words(const schema_node *root, const schema_node *node, char *text,
	size_t size);

/* The keys of "data" of a command, by index; NULL: the last was before. */
const char *schema_data_key(
	const schema_node *root, const char *command, size_t n);

#endif
