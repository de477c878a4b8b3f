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
#include <sys/sysmacros.h>
#include <unistd.h>

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

static bool is_same_file(const char *path, const struct mapping *m)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
	       (uint64_t)status.st_ino == m->inode;
}

/* On some file systems (btrfs) maps and stat(2) tell different devices. */
static bool is_same_device(const char *path, const struct mapping *m)
{
	struct stat status;
	char device[sizeof(m->device)];

	if (stat(path, &status) == -1)
		return false;
	snprintf(device, sizeof(device), "%02x:%02x", major(status.st_dev),
		minor(status.st_dev));
	return strcmp(device, m->device) == 0;
}

static bool find_descriptor(
	pid_t pid, const struct mapping *m, char *path, size_t size)
{
	char folder[32];
	const struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)pid);
	dir = opendir(folder);
	while (dir && !found && (entry = readdir(dir))) {
		snprintf(path, size, "%s/%s", folder, entry->d_name);
		found = is_same_file(path, m) && is_same_device(path, m);
	}
	if (dir)
		closedir(dir);
	return found;
}

bool read_mapped_file(
	pid_t pid, const struct mapping *m, char *path, size_t size)
{
	if (!mapping_is_file(m))
		return false;
	/* Only for the privileged (proc_pid_map_files(5)). */
	snprintf(path, size, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64,
		(int)pid, m->start, m->end);
	if (is_same_file(path, m) || find_descriptor(pid, m, path, size))
		return true;
	snprintf(path, size, "/proc/%d/root%.*s", (int)pid, (int)m->path_length,
		m->path);
	if (is_same_file(path, m))
		return true;
	/* The process is no more; it may have had our root. */
	snprintf(path, size, "%.*s", (int)m->path_length, m->path);
	return is_same_file(path, m);
}

/*
 * mm/mincore.c, can_do_mincore(): the owner of the file, or whoever may write
 * it.  A read-only file system is refused here before the permissions are.
 */
int read_may_tell_residency(const char *path)
{
	struct stat status;

	if (stat(path, &status) == -1)
		return -1;
	if (status.st_uid == geteuid() ||
		faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0)
		return 1;
	return errno == EACCES || errno == EPERM ? 0 : -1;
}

/* A process that ends takes with it the path by which its file was found. */
int read_mapping_may_tell_residency(pid_t pid, const struct mapping *m)
{
	enum { TRIES = 3 };
	char path[MAPPED_FILE_MAX];
	int may = -1;

	for (int i = 0; i < TRIES && may == -1; i++) {
		if (!read_mapped_file(pid, m, path, sizeof(path)))
			return -1;
		may = read_may_tell_residency(path);
	}
	return may;
}
