/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/residency.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/read.h"
#include "words/uapi.h"

static bool same_device(const struct mapping *mapping, dev_t device)
{
	char text[32];

	snprintf(text, sizeof(text), "%02x:%02x", major(device), minor(device));
	return strcmp(text, mapping->device) == 0;
}

static bool is_the_file(
	const char *path, const struct mapping *mapping, struct stat *status)
{
	return stat(path, status) == 0 && S_ISREG(status->st_mode) &&
	       status->st_ino == mapping->inode &&
	       same_device(mapping, status->st_dev);
}

/* A path by which the mapped file can be reached: a link of /proc, or its own.
 */
static bool find_file(pid_t pid, const struct mapping *mapping, char *path,
	size_t size, struct stat *status)
{
	struct dirent *entry;
	bool found = false;
	char folder[64];
	DIR *list;

	/* For the privileged alone. */
	snprintf(path, size, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64,
		(int)pid, mapping->start, mapping->end);
	if (stat(path, status) == 0)
		return S_ISREG(status->st_mode);
	snprintf(path, size, "%.*s", (int)mapping->path_length, mapping->path);
	if (*path == '/' && is_the_file(path, mapping, status))
		return true;
	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)pid);
	list = opendir(folder);
	while (list && !found && (entry = readdir(list))) {
		snprintf(path, size, "%s/%s", folder, entry->d_name);
		found = is_the_file(path, mapping, status);
	}
	if (list)
		closedir(list);
	return found;
}

/* CapEff:	000001fffeffffff */
static bool is_capable(pid_t pid, int capability)
{
	size_t length;
	char *text = read_process_file(pid, "status", &length);
	const char *set = text ? strstr(text, "\nCapEff:") : NULL;
	uint64_t bits = set ? strtoull(set + 8, NULL, 16) : 0;

	free(text);
	return bits >> capability & 1;
}

static bool has_path(const struct mapping *mapping, const char *path)
{
	return mapping->path_length == strlen(path) &&
	       memcmp(mapping->path, path, mapping->path_length) == 0;
}

/* The kernel's own, such as [vdso]: neither anonymous nor a file's. */
static bool is_special(const struct mapping *mapping)
{
	static const char *const anonymous[] = {"[heap]", "[stack", "[anon"};

	if (!mapping->path_length || *mapping->path != '[')
		return false;
	for (int i = 0; i < 3; i++)
		if (strncmp(mapping->path, anonymous[i],
			    strlen(anonymous[i])) == 0)
			return false;
	return true;
}

enum trust residency_trust(pid_t pid, const struct mapping *mapping)
{
	char path[PATH_MAX];
	struct stat status;

	if (!mapping_is_file(mapping))
		return is_special(mapping) ? TRUST_NO : TRUST_YES;
	/* Shared anonymous memory, a file that is the user's own. */
	if (has_path(mapping, "/dev/zero (deleted)"))
		return TRUST_YES;
	if (!find_file(pid, mapping, path, sizeof(path), &status))
		return TRUST_UNKNOWN;
	/* We are what the subject is, as far as rights go. */
	if (status.st_uid == geteuid() || is_capable(pid, CAP_FOWNER) ||
		faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0)
		return TRUST_YES;
	return TRUST_NO;
}

bool residency_cache(pid_t pid, const struct mapping *mapping, uint64_t offset,
	uint64_t length, struct cache_state *state)
{
	struct uapi_cachestat_range range = {.off = offset, .len = length};
	struct uapi_cachestat figures;
	char path[PATH_MAX];
	struct stat status;
	long failed;
	int fd;

	if (!mapping_is_file(mapping) ||
		!find_file(pid, mapping, path, sizeof(path), &status))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return false;
	failed = syscall(SYS_cachestat, fd, &range, &figures, 0);
	close(fd);
	if (failed)
		return false;
	*state = (struct cache_state){figures.cached, figures.dirty,
		figures.writeback, figures.evicted, figures.recently_evicted};
	return true;
}

bool mapping_is_tmpfs(const struct mapping *mapping)
{
	char path[PATH_MAX];
	struct stat status;
	struct statfs system;

	snprintf(path, sizeof(path), "%.*s", (int)mapping->path_length,
		mapping->path);
	return is_the_file(path, mapping, &status) &&
	       statfs(path, &system) == 0 && system.f_type == TMPFS_MAGIC;
}

bool mapping_shares_device(const struct mapping *mapping, int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && same_device(mapping, status.st_dev);
}
