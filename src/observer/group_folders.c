/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The folders of control groups.  A memtool that is killed by SIGKILL cannot
 * remove its groups; its processes end with it, so they are left empty, and the
 * next run removes them.  To tell them from those of a run that goes on, each
 * memtool holds a lock, flock(2), on its groups' folders: the kernel drops it
 * with the process, whatever PID namespaces the two are in.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "observer/groups.h"

#define PREFIX "memtool-"

int group_write(const char *path, const char *file, const char *text)
{
	char name[GROUP_PATH_SIZE + 64];
	ssize_t written;
	int fd, error;

	snprintf(name, sizeof(name), "%s/%s", path, file);
	fd = open(name, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return errno;
	written = write(fd, text, strlen(text));
	error = written == -1 ? errno : 0;
	close(fd);
	return error;
}

/* -1: another run holds it, or it is gone. */
static int lock_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat folder;

	if (fd == -1)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && stat(path, &folder) == 0)
		return fd;
	close(fd);
	return -1;
}

/*
 * Another run may take the folder for one that was left, between the two calls,
 * and remove it: then make another.
 */
int group_make(const char *parent, struct made_group *made)
{
	enum { TRIES = 100 };
	static unsigned number;

	for (int i = 0; i < TRIES; i++) {
		snprintf(made->path, sizeof(made->path), "%.*s/" PREFIX "%d-%u",
			(int)sizeof(made->path) - 40, parent, (int)getpid(),
			++number);
		if (mkdir(made->path, 0755) == -1) {
			if (errno == EEXIST) /* of another PID namespace */
				continue;
			return errno;
		}
		made->lock = lock_folder(made->path);
		if (made->lock != -1)
			return 0;
		rmdir(made->path);
	}
	return EEXIST;
}

void group_remove(struct made_group *made, bool patiently)
{
	int left = patiently ? 1000 : 0;

	while (rmdir(made->path) == -1 && errno == EBUSY && left-- > 0)
		poll(NULL, 0, 1);
	if (made->lock != -1)
		close(made->lock);
	made->lock = -1;
}

void groups_tidy(const char *parent)
{
	DIR *folder = opendir(parent);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		struct made_group left = {.lock = -1};

		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		snprintf(left.path, sizeof(left.path), "%.*s/%.64s",
			(int)sizeof(left.path) - 70, parent, entry->d_name);
		left.lock = lock_folder(left.path);
		if (left.lock != -1)
			group_remove(&left, false);
	}
	if (folder)
		closedir(folder);
}
