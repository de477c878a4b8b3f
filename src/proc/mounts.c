/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/mounts.h"

#include <stdio.h>
#include <stdlib.h>

#include "proc/mountinfo.h"
#include "proc/read.h"
#include "words/uapi.h"

static bool find(uint64_t number, struct mount *mount)
{
	size_t length;
	char *text = read_text("/proc/self/mountinfo", &length);
	struct lines lines = lines_of(text ? text : "", text ? length : 0);
	struct mount_line line;
	bool found = false;

	while (!found && mount_line_next(&lines, &line))
		found = line.number == number;
	if (found) {
		mount_field_copy(
			mount->point, sizeof(mount->point), line.point);
		mount_field_copy(mount->type, sizeof(mount->type), line.type);
	}
	free(text);
	return found;
}

bool mount_of(const char *path, struct mount *mount)
{
	struct uapi_statx status;

	return read_statx(path, UAPI_STATX_MNT_ID, &status) &&
	       status.mask & UAPI_STATX_MNT_ID && find(status.mnt_id, mount);
}
