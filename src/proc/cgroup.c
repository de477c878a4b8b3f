/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/cgroup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/lines.h"
#include "proc/mountinfo.h"
#include "proc/read.h"

/* Whether WORD is one of LIST, "rw,memory". */
static bool lists(struct line list, const char *word)
{
	while (list.length)
		if (line_is(line_field(&list, ','), word))
			return true;
	return false;
}

/*
 * The group's path: version 1 if it has the controller, else version 2.
 */
static bool find_path(struct lines lines, const char *controller, bool *unified,
	struct line *path)
{
	bool found = false;
	struct line line;

	while (lines_next(&lines, &line)) {
		struct line number = line_field(&line, ':');
		struct line controllers = line_field(&line, ':');

		if (lists(controllers, controller)) {
			*unified = false;
			*path = line;
			return true;
		}
		if (line_is(number, "0") && controllers.length == 0) {
			*unified = found = true;
			*path = line;
		}
	}
	return found;
}

/* The hierarchy's mount: its root is the group that it begins at. */
static bool find_mount(struct lines lines, const char *controller, bool unified,
	struct mount_line *mount)
{
	while (mount_line_next(&lines, mount))
		if (unified ? line_is(mount->type, "cgroup2")
			    : line_is(mount->type, "cgroup") &&
					lists(mount->options, controller))
			return true;
	return false;
}

/* Whether PATH is the group ROOT, "/a", or one below it: not "/ab". */
static bool begins_with_group(struct line path, struct line root)
{
	return path.length >= root.length &&
	       memcmp(path.text, root.text, root.length) == 0 &&
	       (path.length == root.length || path.text[root.length] == '/');
}

bool group_find(const char *controller, const char *cgroup,
	size_t cgroup_length, const char *mountinfo, size_t mountinfo_length,
	struct memory_group *group)
{
	struct mount_line mount;
	struct line path;
	int length;

	if (!find_path(lines_of(cgroup, cgroup_length), controller,
		    &group->unified, &path) ||
		!find_mount(lines_of(mountinfo, mountinfo_length), controller,
			group->unified, &mount))
		return false;
	/* In a container the mount begins at the container's own group. */
	if (mount.root.length > 1 && begins_with_group(path, mount.root)) {
		path.text += mount.root.length;
		path.length -= mount.root.length;
	}
	if (line_is(path, "/"))
		path.length = 0;
	group->top = mount.point.length;
	length = snprintf(group->path, sizeof(group->path), "%.*s%.*s",
		(int)mount.point.length, mount.point.text, (int)path.length,
		path.text);
	return length > 0 && (size_t)length < sizeof(group->path);
}

bool read_group_of(
	pid_t pid, const char *controller, struct memory_group *group)
{
	size_t cgroup_length = 0, mountinfo_length = 0;
	char *cgroup = read_process_file(pid, "cgroup", &cgroup_length);
	char *mountinfo = read_text("/proc/self/mountinfo", &mountinfo_length);
	bool found = cgroup && mountinfo &&
		     group_find(controller, cgroup, cgroup_length, mountinfo,
			     mountinfo_length, group);

	free(cgroup);
	free(mountinfo);
	return found;
}

bool read_group(const char *controller, struct memory_group *group)
{
	return read_group_of(getpid(), controller, group);
}

bool read_memory_group(struct memory_group *group)
{
	return read_group("memory", group);
}

static char *read_file(
	const struct memory_group *group, const char *name, size_t *length)
{
	char path[sizeof(group->path) + 64];

	snprintf(path, sizeof(path), "%s/%s", group->path, name);
	return read_text(path, length);
}

bool read_group_figure(const struct memory_group *group, const char *name,
	const char *key, uint64_t *value)
{
	size_t length;
	char *text = read_file(group, name, &length);
	bool found = text && (key ? lines_find_word(text, length, key, value)
				  : sscanf(text, "%" SCNu64, value) == 1);

	free(text);
	return found;
}

bool read_group_lists(
	const struct memory_group *group, const char *name, const char *word)
{
	size_t length = 0;
	char *text = read_file(group, name, &length);
	struct line line = {text, length};
	bool found = false;

	while (text && line.length && !found) {
		struct line part = line_field(&line, ' ');

		if (part.length && part.text[part.length - 1] == '\n')
			part.length--;
		found = line_is(part, word);
	}
	free(text);
	return found;
}

bool group_above(struct memory_group *group)
{
	char *slash = strrchr(group->path, '/');

	if (!slash || (size_t)(slash - group->path) < group->top)
		return false;
	*slash = '\0';
	return true;
}

bool read_group_kills(const struct memory_group *group, uint64_t *kills)
{
	return read_group_figure(group,
		group->unified ? "memory.events" : "memory.oom_control",
		"oom_kill", kills);
}

/* Version 1 shows the largest number of pages if there is no limit. */
static bool has_run_into_it(
	const struct memory_group *group, struct group_limit *limit)
{
	const uint64_t none = (uint64_t)1 << 62;

	if (group->unified)
		return read_group_figure(
			       group, "memory.max", NULL, &limit->limit) &&
		       read_group_figure(
			       group, "memory.events", "max", &limit->hits) &&
		       limit->hits > 0;
	return read_group_figure(
		       group, "memory.limit_in_bytes", NULL, &limit->limit) &&
	       limit->limit < none &&
	       read_group_figure(group, "memory.failcnt", NULL, &limit->hits) &&
	       limit->hits > 0;
}

bool read_group_limit(struct memory_group *group, struct group_limit *limit)
{
	while (!has_run_into_it(group, limit))
		if (!group_above(group))
			return false;
	return true;
}

bool read_group_swap(struct memory_group *group, struct swap_limit *limit)
{
	if (!group->unified)
		return false;
	do {
		/* "max" is not a number. */
		if (read_group_figure(
			    group, "memory.swap.max", NULL, &limit->limit) &&
			read_group_figure(group, "memory.swap.current", NULL,
				&limit->used) &&
			limit->used >= limit->limit)
			return true;
	} while (group_above(group));
	return false;
}
