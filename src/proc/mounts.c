/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/mounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "words/uapi.h"

static bool parse(const struct line *line, uint64_t number, struct mount *mount)
{
	const char *dash;

	if (strtoull(line->text, NULL, 10) != number ||
		sscanf(line->text, "%*s %*s %*s %*s %255s", mount->point) != 1)
		return false;
	/* Some optional words stand before the dash. */
	dash = strstr(line->text, " - ");
	return dash && sscanf(dash, " - %31s", mount->type) == 1;
}

static bool find(uint64_t number, struct mount *mount)
{
	size_t length;
	char *text = read_text("/proc/self/mountinfo", &length);
	struct lines lines = lines_of(text ? text : "", text ? length : 0);
	struct line line;
	bool found = false;

	while (!found && lines_next(&lines, &line))
		found = parse(&line, number, mount);
	free(text);
	return found;
}

bool mount_of(const char *path, struct mount *mount)
{
	struct uapi_statx status;

	return read_statx(path, UAPI_STATX_MNT_ID, &status) &&
	       status.mask & UAPI_STATX_MNT_ID && find(status.mnt_id, mount);
}
