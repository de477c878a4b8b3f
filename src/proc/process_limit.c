/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/process_limit.h"

#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "words/array.h"

/* fs/proc/base.c, lnames[] */
static const struct {
	int resource;
	char name[24]; /* not a pointer: see render/field.h */
} names[] = {
	{RLIMIT_AS, "Max address space"},
	{RLIMIT_DATA, "Max data size"},
	{RLIMIT_FSIZE, "Max file size"},
	{RLIMIT_MEMLOCK, "Max locked memory"},
	{RLIMIT_NOFILE, "Max open files"},
	{RLIMIT_NPROC, "Max processes"},
	{RLIMIT_STACK, "Max stack size"},
};

static const char *name_of(int resource)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].resource == resource)
			return names[i].name;
	return NULL;
}

static rlim_t next_value(const char **at)
{
	static const char unlimited[] = "unlimited";
	rlim_t value;
	char *end;

	*at += strspn(*at, " ");
	if (strncmp(*at, unlimited, strlen(unlimited)) == 0) {
		*at += strlen(unlimited);
		return RLIM_INFINITY;
	}
	value = strtoull(*at, &end, 10);
	*at = end;
	return value;
}

bool limit_in_text(
	const char *text, size_t length, int resource, struct rlimit *limit)
{
	struct lines lines = lines_of(text, length);
	const char *name = name_of(resource);
	size_t begins = name ? strlen(name) : 0;
	struct line line;

	while (name && lines_next(&lines, &line)) {
		const char *at = line.text + begins;

		if (line.length <= begins ||
			memcmp(line.text, name, begins) != 0)
			continue;
		limit->rlim_cur = next_value(&at);
		limit->rlim_max = next_value(&at);
		return true;
	}
	return false;
}

bool read_process_limit(pid_t pid, int resource, struct rlimit *limit)
{
	size_t length;
	char *text;
	bool found;

	if (prlimit(pid, resource, NULL, limit) == 0)
		return true;
	text = read_process_file(pid, "limits", &length);
	found = text && limit_in_text(text, length, resource, limit);
	free(text);
	return found;
}
