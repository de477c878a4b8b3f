/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

uint64_t read_huge_page_size(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	uint64_t kib = 0;

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "Hugepagesize: %" SCNu64 " kB", &kib) == 1)
			break;
	fclose(file);
	return kib * 1024;
}

bool read_file_size(pid_t pid, int64_t fd, uint64_t *size)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/fd/%" PRId64, (int)pid, fd);
	if (stat(path, &status) == -1 || !S_ISREG(status.st_mode))
		return false;
	*size = (uint64_t)status.st_size;
	return true;
}
