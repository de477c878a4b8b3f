/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
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

char *read_text(const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;
	ssize_t got;

	if (!file)
		return NULL;
	/* Such a file has no size before it is read; and no NUL. */
	got = getdelim(&text, &room, '\0', file);
	fclose(file);
	if (got < 0) {
		free(text);
		return NULL;
	}
	*length = (size_t)got;
	return text;
}

char *read_process_file(pid_t pid, const char *name, size_t *length)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return read_text(path, length);
}

bool read_number(const char *path, uint64_t *value)
{
	FILE *file = fopen(path, "re");
	bool good = file && fscanf(file, "%" SCNu64, value) == 1;

	if (file)
		fclose(file);
	return good;
}
