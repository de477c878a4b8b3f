/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/read.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "words/uapi.h"

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

int read_file_size(pid_t pid, int64_t fd, uint64_t *size)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/fd/%" PRId64, (int)pid, fd);
	if (stat(path, &status) == -1)
		return errno;
	if (!S_ISREG(status.st_mode))
		return ENOENT;
	*size = (uint64_t)status.st_size;
	return 0;
}

char *read_text(const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;
	int error;
	ssize_t got;

	if (!file)
		return NULL;
	/* The size of such a file is unknown before reading; it has no NUL. */
	got = getdelim(&text, &room, '\0', file);
	error = feof(file) ? 0 : errno;
	fclose(file);
	if (got < 0) {
		free(text);
		errno = error;
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

static bool is_regular(const char *path, struct stat *status)
{
	return stat(path, status) == 0 && S_ISREG(status->st_mode);
}

static bool is_device_of(const struct mapping *m, dev_t device)
{
	char text[sizeof(m->device)];

	snprintf(text, sizeof(text), "%02x:%02x", major(device), minor(device));
	return strcmp(text, m->device) == 0;
}

/* Whether the file has this inode; enough under the mapping's own name. */
static bool has_inode(
	const char *path, const struct mapping *m, struct stat *status)
{
	return is_regular(path, status) && status->st_ino == m->inode;
}

static bool find_descriptor(
	pid_t pid, const struct mapping *m, char *path, size_t size)
{
	const struct dirent *entry;
	struct stat status;
	bool found = false;
	char folder[32];
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)pid);
	dir = opendir(folder);
	while (dir && !found && (entry = readdir(dir))) {
		snprintf(path, size, "%s/%s", folder, entry->d_name);
		/* On btrfs maps shows another device: no file is found. */
		found = has_inode(path, m, &status) &&
			is_device_of(m, status.st_dev);
	}
	if (dir)
		closedir(dir);
	return found;
}

bool read_statx(const char *path, unsigned wanted, struct uapi_statx *status)
{
	return syscall(SYS_statx, AT_FDCWD, path, 0, wanted, status) == 0;
}

bool read_mapped_file(
	pid_t pid, const struct mapping *m, char *path, size_t size)
{
	struct stat status;

	if (!mapping_is_file(m))
		return false;
	/*
	 * Needs privilege (proc_pid_map_files(5)), but is the file itself,
	 * whatever inode number an overlay shows.
	 */
	snprintf(path, size, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64,
		(int)pid, m->start, m->end);
	if (is_regular(path, &status) || find_descriptor(pid, m, path, size))
		return true;
	snprintf(path, size, "/proc/%d/root%.*s", (int)pid, (int)m->path_length,
		m->path);
	if (has_inode(path, m, &status))
		return true;
	/* The process is gone; it may have had our root. */
	snprintf(path, size, "%.*s", (int)m->path_length, m->path);
	return has_inode(path, m, &status);
}

bool mapping_shares_device(const struct mapping *mapping, int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && is_device_of(mapping, status.st_dev);
}
