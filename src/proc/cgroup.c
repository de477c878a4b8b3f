/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/cgroup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"

/* Cut the text before the next SEPARATOR off *LINE. */
static struct line field(struct line *line, char separator)
{
	const char *stop = memchr(line->text, separator, line->length);
	struct line found = *line;

	if (!stop) {
		line->length = 0;
		return found;
	}
	found.length = (size_t)(stop - line->text);
	line->text = stop + 1;
	line->length -= found.length + 1;
	return found;
}

static bool same(struct line line, const char *text)
{
	return line.length == strlen(text) &&
	       memcmp(line.text, text, line.length) == 0;
}

/* Whether WORD is one of LIST, "rw,memory". */
static bool lists(struct line list, const char *word)
{
	while (list.length)
		if (same(field(&list, ','), word))
			return true;
	return false;
}

/* The group's path: of version 1 where memory is there, else of version 2. */
static bool find_path(struct lines lines, bool *unified, struct line *path)
{
	bool found = false;
	struct line line;

	while (lines_next(&lines, &line)) {
		struct line number = field(&line, ':');
		struct line controllers = field(&line, ':');

		if (lists(controllers, "memory")) {
			*unified = false;
			*path = line;
			return true;
		}
		if (same(number, "0") && controllers.length == 0) {
			*unified = found = true;
			*path = line;
		}
	}
	return found;
}

/* Where the hierarchy is mounted, and which of its groups is seen there. */
static bool find_mount(
	struct lines lines, bool unified, struct line *root, struct line *point)
{
	struct line line;

	while (lines_next(&lines, &line)) {
		struct line type;

		for (int i = 0; i < 3; i++)
			field(&line, ' ');
		*root = field(&line, ' ');
		*point = field(&line, ' ');
		while (line.length && !same(field(&line, ' '), "-"))
			continue;
		type = field(&line, ' ');
		field(&line, ' ');
		if (unified ? same(type, "cgroup2")
			    : same(type, "cgroup") && lists(line, "memory"))
			return true;
	}
	return false;
}

/* Whether PATH is the group ROOT, "/a", or one below it: not "/ab". */
static bool begins_with_group(struct line path, struct line root)
{
	return path.length >= root.length &&
	       memcmp(path.text, root.text, root.length) == 0 &&
	       (path.length == root.length || path.text[root.length] == '/');
}

bool group_find(const char *cgroup, size_t cgroup_length, const char *mountinfo,
	size_t mountinfo_length, struct memory_group *group)
{
	struct line path, root, point;
	int length;

	if (!find_path(
		    lines_of(cgroup, cgroup_length), &group->unified, &path) ||
		!find_mount(lines_of(mountinfo, mountinfo_length),
			group->unified, &root, &point))
		return false;
	/* In a container the mount begins at the container's own group. */
	if (root.length > 1 && begins_with_group(path, root)) {
		path.text += root.length;
		path.length -= root.length;
	}
	if (same(path, "/"))
		path.length = 0;
	group->top = point.length;
	length = snprintf(group->path, sizeof(group->path), "%.*s%.*s",
		(int)point.length, point.text, (int)path.length, path.text);
	return length > 0 && (size_t)length < sizeof(group->path);
}

bool read_memory_group(struct memory_group *group)
{
	size_t cgroup_length = 0, mountinfo_length = 0;
	char *cgroup = read_text("/proc/self/cgroup", &cgroup_length);
	char *mountinfo = read_text("/proc/self/mountinfo", &mountinfo_length);
	bool found = cgroup && mountinfo &&
		     group_find(cgroup, cgroup_length, mountinfo,
			     mountinfo_length, group);

	free(cgroup);
	free(mountinfo);
	return found;
}

static char *read_file(
	const struct memory_group *group, const char *name, size_t *length)
{
	char path[sizeof(group->path) + 64];

	snprintf(path, sizeof(path), "%s/%s", group->path, name);
	return read_text(path, length);
}

/* KEY's number in a file of "KEY NUMBER" lines; without KEY the first one. */
static bool read_figure(const struct memory_group *group, const char *name,
	const char *key, uint64_t *value)
{
	size_t length;
	char *text = read_file(group, name, &length);
	bool found = text && (key ? lines_find_word(text, length, key, value)
				  : sscanf(text, "%" SCNu64, value) == 1);

	free(text);
	return found;
}

bool read_group_kills(const struct memory_group *group, uint64_t *kills)
{
	return read_figure(group,
		group->unified ? "memory.events" : "memory.oom_control",
		"oom_kill", kills);
}

/* Version 1 writes the largest number of pages where there is no limit. */
static bool has_run_into_it(
	const struct memory_group *group, struct group_limit *limit)
{
	const uint64_t none = (uint64_t)1 << 62;

	if (group->unified)
		return read_figure(group, "memory.max", NULL, &limit->limit) &&
		       read_figure(
			       group, "memory.events", "max", &limit->hits) &&
		       limit->hits > 0;
	return read_figure(
		       group, "memory.limit_in_bytes", NULL, &limit->limit) &&
	       limit->limit < none &&
	       read_figure(group, "memory.failcnt", NULL, &limit->hits) &&
	       limit->hits > 0;
}

bool read_group_limit(struct memory_group *group, struct group_limit *limit)
{
	while (!has_run_into_it(group, limit)) {
		char *slash = strrchr(group->path, '/');

		if (!slash || (size_t)(slash - group->path) < group->top)
			return false;
		*slash = '\0';
	}
	return true;
}
