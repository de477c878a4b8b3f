/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Limits of a control group: "memory.max=64M,pids.max=10".  The names are those
 * of both versions of cgroups(7); a limit that both have is known by either.
 */
#ifndef MEMTOOL_WORDS_GROUP_RULES_H
#define MEMTOOL_WORDS_GROUP_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"
#include "words/number.h"

#define GROUP_UNLIMITED UINT64_MAX /* "max"; -1 in version 1 */
enum { GROUP_RULES_MAX = 8, GROUP_FILE_SIZE = 48 };

/* A group, as proc/cgroup.h finds it. */
struct memory_group {
	bool unified;   /* version 2 */
	char path[512]; /* its folder: "/sys/fs/cgroup/memory/a/b" */
	size_t top;     /* length of the mount point in .path */
};

/* The controllers of these limits. */
enum group_controller {
	GROUP_MEMORY,
	GROUP_PIDS,
	GROUP_HUGETLB,
	GROUP_CONTROLLERS,
};
const char *group_controller_name(enum group_controller controller);

/* As an argument the rules are the call's text: they have no padding. */
struct group_rule {
	char name[GROUP_FILE_SIZE]; /* as typed */
	uint64_t value;
};
struct group_rules {
	uint64_t count;
	struct group_rule rules[GROUP_RULES_MAX];
};

bool group_rules_parse(const char *text, const struct units *units,
	struct group_rules *rules, struct complaint *why);
/* As group_rules_parse() reads it. */
void group_rules_format(
	const struct group_rules *rules, char *text, size_t size);

/* The rule's controller. */
enum group_controller group_rule_controller(const struct group_rule *rule);
/* The file that sets it in version 2, or 1; "": that version has none. */
void group_rule_file(const struct group_rule *rule, bool unified,
	char file[GROUP_FILE_SIZE]);

/* The names that have no size in them, for completion; NULL: no more. */
const char *group_rule_at(size_t index);

#endif
