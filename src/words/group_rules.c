/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/group_rules.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/array.h"
#include "words/suggest.h"

/* The same limit in both versions; "": one has none. */
static const struct known {
	char second[24], first[32];
	enum group_controller controller;
} limits[] = {
	{"memory.max", "memory.limit_in_bytes", GROUP_MEMORY},
	{"memory.high", "", GROUP_MEMORY},
	{"memory.swap.max", "", GROUP_MEMORY},
	{"", "memory.memsw.limit_in_bytes", GROUP_MEMORY},
	{"", "memory.soft_limit_in_bytes", GROUP_MEMORY},
	{"pids.max", "pids.max", GROUP_PIDS},
};

/* What follows the size in "hugetlb.2MB.max". */
static const struct known huge[] = {
	{".max", ".limit_in_bytes", GROUP_HUGETLB},
	{".rsvd.max", ".rsvd.limit_in_bytes", GROUP_HUGETLB},
};

static const char huge_prefix[] = "hugetlb.";

const char *group_controller_name(enum group_controller controller)
{
	static const char *const names[] = {
		[GROUP_MEMORY] = "memory",
		[GROUP_PIDS] = "pids",
		[GROUP_HUGETLB] = "hugetlb",
	};

	return names[controller];
}

const char *group_rule_at(size_t index)
{
	const struct known *known;

	if (index >= ARRAY_SIZE(limits))
		return NULL;
	known = &limits[index];
	return *known->second ? known->second : known->first;
}

static const struct known *find_in(
	const struct known *list, size_t count, const char *name)
{
	for (size_t i = 0; *name && i < count; i++)
		if (strcmp(list[i].second, name) == 0 ||
			strcmp(list[i].first, name) == 0)
			return &list[i];
	return NULL;
}

/* "hugetlb.2MB.max": the size has digits and a unit; *REST follows it. */
static const struct known *find_huge(const char *name, const char **rest)
{
	const char *at = name + strlen(huge_prefix);

	if (strncmp(name, huge_prefix, strlen(huge_prefix)) != 0 ||
		!isdigit((unsigned char)*at))
		return NULL;
	while (isdigit((unsigned char)*at))
		at++;
	if (!*at || !strchr("KMG", *at) || at[1] != 'B')
		return NULL;
	*rest = at + 2;
	return find_in(huge, ARRAY_SIZE(huge), *rest);
}

static const struct known *find(const char *name, const char **rest)
{
	*rest = name;
	return strncmp(name, huge_prefix, strlen(huge_prefix)) == 0
		       ? find_huge(name, rest)
		       : find_in(limits, ARRAY_SIZE(limits), name);
}

enum group_controller group_rule_controller(const struct group_rule *rule)
{
	const char *rest;
	const struct known *known = find(rule->name, &rest);

	return known ? known->controller : GROUP_MEMORY;
}

void group_rule_file(
	const struct group_rule *rule, bool unified, char file[GROUP_FILE_SIZE])
{
	const char *rest, *name;
	const struct known *known = find(rule->name, &rest);

	*file = '\0';
	if (!known)
		return;
	name = unified ? known->second : known->first;
	if (*name)
		snprintf(file, GROUP_FILE_SIZE, "%.*s%s",
			(int)(rest - rule->name), rule->name, name);
}

static bool unknown(const char *name, struct complaint *why)
{
	struct suggestion s = suggest_for(name);

	complain(why, name,
		"'%s' is not a limit of a group; memory.max, memory.high, "
		"memory.swap.max, pids.max, hugetlb.SIZE.max (2MB) and their "
		"names in cgroups version 1 are accepted",
		name);
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		suggest_offer(&s, limits[i].second);
		suggest_offer(&s, limits[i].first);
	}
	complain_suggest(why, s.best);
	return false;
}

static bool parse_value(const char *word, const struct units *units,
	uint64_t *value, struct complaint *why)
{
	if (strcmp(word, "max") == 0) {
		*value = GROUP_UNLIMITED;
		return true;
	}
	if (!number_begins(word) || *word == '-')
		return complain(why, word,
			"'%s' is not a limit; a number or 'max' is accepted",
			word);
	return number_parse_size(word, units, value, why);
}

static bool is_twice(const struct group_rules *rules, const char *name)
{
	const char *rest;
	const struct known *known = find(name, &rest);

	for (uint64_t i = 0; i < rules->count; i++) {
		const char *other;

		if (find(rules->rules[i].name, &other) == known &&
			other - rules->rules[i].name == rest - name &&
			strncmp(rules->rules[i].name, name,
				(size_t)(rest - name)) == 0)
			return true;
	}
	return false;
}

/* One "NAME=VALUE"; WORD is changed. */
static bool parse_rule(char *word, const struct units *units,
	struct group_rules *rules, struct complaint *why)
{
	struct group_rule *rule = &rules->rules[rules->count];
	char *equals = strchr(word, '=');
	const char *rest;

	if (equals)
		*equals = '\0';
	if (strlen(word) >= GROUP_FILE_SIZE || !find(word, &rest))
		return unknown(word, why);
	if (!equals || !equals[1])
		return complain(why, word,
			"'%s' has no value; NAME=VALUE is accepted "
			"(memory.max=64M)",
			word);
	if (is_twice(rules, word))
		return complain(why, word,
			"'%s' sets a limit that is already given; give it "
			"once",
			word);
	if (rules->count == GROUP_RULES_MAX)
		return complain(why, word,
			"'%s' is one limit too many; at most %d are accepted",
			word, (int)GROUP_RULES_MAX);
	strcpy(rule->name, word);
	rules->count++;
	return parse_value(equals + 1, units, &rule->value, why);
}

bool group_rules_parse(const char *text, const struct units *units,
	struct group_rules *rules, struct complaint *why)
{
	char *copy = strdup(text), *at = copy, *word;
	bool good = copy != NULL;

	if (!copy)
		return complain_system(why, text, ENOMEM);
	memset(rules, 0, sizeof(*rules));
	while (good && (word = strsep(&at, ",")))
		good = parse_rule(word, units, rules, why);
	free(copy);
	return good;
}

void group_rules_format(
	const struct group_rules *rules, char *text, size_t size)
{
	size_t used = 0;

	*text = '\0';
	for (uint64_t i = 0; i < rules->count && used < size; i++) {
		const struct group_rule *rule = &rules->rules[i];
		char value[24] = "max";

		if (rule->value != GROUP_UNLIMITED)
			snprintf(value, sizeof(value), "%" PRIu64, rule->value);
		used += (size_t)snprintf(text + used, size - used, "%s%s=%s",
			i ? "," : "", rule->name, value);
	}
}
