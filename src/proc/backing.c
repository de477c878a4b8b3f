/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/backing.h"

#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/mountinfo.h"
#include "proc/read.h"
#include "words/array.h"

/*
 * File systems without pages of files, or with either kind.  The initial root
 * is a tmpfs or a ramfs; the unknown others map pages of a file system below
 * them.  All file systems not listed have pages of files.
 */
static const struct {
	const char *type;
	enum backing backing;
} types[] = {
	{"tmpfs", BACKING_SHMEM},
	{"devtmpfs", BACKING_SHMEM},
	{"rootfs", BACKING_UNKNOWN},
	{"overlay", BACKING_UNKNOWN},
	{"aufs", BACKING_UNKNOWN},
	{"fuse", BACKING_UNKNOWN},
	{"fuseblk", BACKING_UNKNOWN},
};

void backings_read(struct backings *backings, int memory)
{
	struct stat status;

	*backings = (struct backings){0};
	backings->mounts = read_text("/proc/self/mountinfo", &backings->length);
	if (fstat(memory, &status) == 0)
		snprintf(backings->memory, sizeof(backings->memory),
			"%02x:%02x", major(status.st_dev),
			minor(status.st_dev));
}

void backings_free(struct backings *backings)
{
	free(backings->mounts);
	*backings = (struct backings){0};
}

static enum backing backing_of_type(struct line type)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (line_is(type, types[i].type))
			return types[i].backing;
	/* "fuse.sshfs" */
	return line_is(line_field(&type, '.'), "fuse") ? BACKING_UNKNOWN
						       : BACKING_FILE;
}

static enum backing backing_by_mount(
	const struct backings *backings, unsigned high, unsigned low)
{
	struct lines lines = lines_of(
		backings->mounts, backings->mounts ? backings->length : 0);
	struct mount_line mount;

	while (mount_line_next(&lines, &mount))
		if (mount.high == high && mount.low == low)
			return backing_of_type(mount.type);
	return BACKING_UNKNOWN;
}

enum backing backing_by_device(
	const struct backings *backings, const struct mapping *m)
{
	unsigned high, low;

	if (sscanf(m->device, "%x:%x", &high, &low) != 2)
		return BACKING_UNKNOWN;
	if (strcmp(m->device, backings->memory) == 0)
		return BACKING_SHMEM;
	/* The kernel's own, such as [vdso], or a disk: not a memory file. */
	if (high || !low)
		return BACKING_FILE;
	return backing_by_mount(backings, high, low);
}

/* The pages of a device in /dev come from its driver. */
static bool is_device_node(pid_t pid, const struct mapping *m)
{
	char path[MAPPED_FILE_MAX];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/root%.*s", (int)pid,
		(int)m->path_length, m->path);
	return lstat(path, &status) == 0 && status.st_ino == m->inode &&
	       !S_ISREG(status.st_mode);
}

/* tmpfs has no FIEMAP: its files have no blocks on a disk. */
static bool has_blocks(int fd)
{
	struct fiemap map = {.fm_length = FIEMAP_MAX_OFFSET};

	return ioctl(fd, FS_IOC_FIEMAP, &map) == 0;
}

static enum backing backing_of_file(int fd, const struct mapping *m)
{
	struct statfs system;

	if (fstatfs(fd, &system) == -1)
		return BACKING_UNKNOWN;
	/* The numbers have 32 bits, and f_type may have a sign. */
	if (mapping_shares_device(m, fd)) {
		if ((uint32_t)system.f_type == TMPFS_MAGIC)
			return BACKING_SHMEM;
		if ((uint32_t)system.f_type == RAMFS_MAGIC)
			return BACKING_FILE;
	}
	return has_blocks(fd) ? BACKING_FILE : BACKING_UNKNOWN;
}

enum backing backing_of(
	const struct backings *backings, pid_t pid, const struct mapping *m)
{
	enum backing backing = backing_by_device(backings, m);
	char path[MAPPED_FILE_MAX];
	int fd;

	if (backing == BACKING_FILE || strcmp(m->device, backings->memory) == 0)
		return backing;
	if (backing == BACKING_SHMEM)
		return is_device_node(pid, m) ? BACKING_UNKNOWN : backing;
	if (!read_mapped_file(pid, m, path, sizeof(path)))
		return BACKING_UNKNOWN;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return BACKING_UNKNOWN;
	backing = backing_of_file(fd, m);
	close(fd);
	return backing;
}
