/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The control groups that cgroup steps make; see groups.c. */
#ifndef MEMTOOL_OBSERVER_GROUPS_H
#define MEMTOOL_OBSERVER_GROUPS_H

#include "proc/cgroup.h"

enum { GROUP_PATH_SIZE = sizeof(((struct memory_group *)0)->path) + 64 };

/* A group that a step made; it is removed at the end. */
struct made_group {
	char path[GROUP_PATH_SIZE];
	char back[GROUP_PATH_SIZE]; /* where its process came from */
	int lock;                   /* held while this run lives; -1: none */
};

/* Make a folder below PARENT for a group, and hold it; an errno. */
int group_make(const char *parent, struct made_group *made);
/* Remove it; it may take the last processes a moment to leave. */
void group_remove(struct made_group *made, bool patiently);
/* Remove the groups below PARENT that memtools which were killed left. */
void groups_tidy(const char *parent);

/* Write TEXT into FILE of the group at PATH; an errno. */
int group_write(const char *path, const char *file, const char *text);

#endif
