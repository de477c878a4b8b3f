/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file, or the mount that it lies on, does not allow to anybody. */
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "why/descriptor.h"
#include "why/ranges.h"
#include "words/uapi.h"

enum { FILE_PATH_MAX = MAPPED_FILE_MAX };

/*
 * A path to the file that the call is about: behind its descriptor, in its
 * path, or mapped where it begins.
 */
static bool file_of(const struct inquiry *q, char path[FILE_PATH_MAX])
{
	struct mapping m;

	if (asks(q, "open")) {
		snprintf(path, FILE_PATH_MAX, "%.*s", (int)q->call->text_length,
			q->call->text);
		return true;
	}
	if (asks(q, "mmap") && q->call->flags & MAP_ANONYMOUS)
		return false;
	if (command_find_param(q->command, "fd") >= 0) {
		descriptor_path(q, path);
		return true;
	}
	return inquiry_mapping(q, q->call->addr, &m) &&
	       read_mapped_file(q->subject, &m, path, FILE_PATH_MAX);
}

static const struct {
	unsigned bit;
	const char *name;
} seals[] = {
	{F_SEAL_SEAL, "F_SEAL_SEAL"},
	{F_SEAL_SHRINK, "F_SEAL_SHRINK"},
	{F_SEAL_GROW, "F_SEAL_GROW"},
	{F_SEAL_WRITE, "F_SEAL_WRITE"},
	{F_SEAL_FUTURE_WRITE, "F_SEAL_FUTURE_WRITE"},
};

static void seals_fact(
	struct cause *c, const char *key, const char *label, unsigned set)
{
	char text[128] = "";
	size_t used = 0;

	for (size_t i = 0; i < sizeof(seals) / sizeof(*seals); i++)
		if (set & seals[i].bit)
			used += (size_t)snprintf(text + used,
				sizeof(text) - used, "%s%s", used ? "|" : "",
				seals[i].name);
	cause_text(c, key, label, text);
}

/* The seals that such a call would break. */
static unsigned seals_against(const struct inquiry *q, const char *path)
{
	unsigned against = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	struct stat status;

	if (asks(q, "mmap") || asks(q, "mprotect"))
		return q->call->prot & PROT_WRITE ? against : 0;
	if (asks(q, "madvise"))
		return q->call->advice == MADV_REMOVE ? against : 0;
	if (stat(path, &status) == -1)
		return 0;
	if (q->call->size < status.st_size)
		return F_SEAL_SHRINK;
	return q->call->size > status.st_size ? F_SEAL_GROW : 0;
}

/* -1: it cannot be sealed.  To open a device could do anything. */
static int seals_of(const char *path)
{
	struct stat status;
	int fd, set;

	if (stat(path, &status) == -1 || !S_ISREG(status.st_mode))
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	set = fcntl(fd, F_GET_SEALS);
	close(fd);
	return set;
}

static bool sealed_file(const struct inquiry *q, struct cause *c)
{
	char path[FILE_PATH_MAX];
	unsigned broken;
	int set;

	if (!file_of(q, path))
		return false;
	set = seals_of(path);
	if (set == -1)
		return false;
	broken = (unsigned)set & seals_against(q, path);
	if (!broken)
		return false;
	seals_fact(c, "seal", "by ", broken);
	seals_fact(c, "seals", NULL, (unsigned)set);
	if (command_find_param(q->command, "fd") >= 0)
		descriptor_fact(q, c);
	if (asks(q, "mmap"))
		cause_try(c, "mmap --flags private");
	return cause_says(c, "the memory file is sealed against it");
}

/* The mount of this number in mountinfo, "36 35 98:0 /root /mnt ...". */
static void mount_fact(struct cause *c, uint64_t number)
{
	size_t length;
	char *text = read_text("/proc/self/mountinfo", &length);
	struct lines lines = lines_of(text ? text : "", text ? length : 0);
	struct line line;
	char point[128];

	while (lines_next(&lines, &line)) {
		if (strtoull(line.text, NULL, 10) != number ||
			sscanf(line.text, "%*s %*s %*s %*s %127s", point) != 1)
			continue;
		cause_text(c, "mount", "", point);
		cause_try(c, "mount -o remount,exec %s", point);
		break;
	}
	free(text);
}

/* statx(2) tells the mount since Linux 5.8. */
static void find_mount(struct cause *c, const char *path)
{
#ifdef STATX_MNT_ID
	struct statx status;

	if (statx(AT_FDCWD, path, 0, STATX_MNT_ID, &status) == 0 &&
		status.stx_mask & STATX_MNT_ID)
		mount_fact(c, status.stx_mnt_id);
#else
	(void)c;
	(void)path;
	(void)mount_fact;
#endif
}

/* Nothing of procfs and sysfs is executed, however they are mounted. */
static bool is_never_executable(const char *path)
{
	struct statfs status;

	return statfs(path, &status) == 0 &&
	       (status.f_type == PROC_SUPER_MAGIC ||
		       status.f_type == SYSFS_MAGIC);
}

/* mprotect knows by the mapping, which may never become executable. */
static bool noexec_mount(const struct inquiry *q, struct cause *c)
{
	char path[FILE_PATH_MAX];
	struct statvfs status;

	if (!(q->call->prot & PROT_EXEC) || !file_of(q, path) ||
		statvfs(path, &status) == -1)
		return false;
	if (status.f_flag & ST_NOEXEC) {
		find_mount(c, path);
		return cause_says(c, "the file lies on a mount without "
				     "execution (noexec)");
	}
	return is_never_executable(path) &&
	       cause_says(c, "nothing of this file system is executable");
}

/* chattr(1): +i and +a bind the privileged, too. */
static bool file_attribute(const struct inquiry *q, struct cause *c)
{
	char path[FILE_PATH_MAX];
	struct statx status;
	bool immutable;

	if (!file_of(q, path) ||
		statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &status) == -1)
		return false;
	immutable = status.stx_attributes & STATX_ATTR_IMMUTABLE;
	if (!immutable && !(status.stx_attributes & STATX_ATTR_APPEND))
		return false;
	cause_text(c, "attribute", "", immutable ? "immutable" : "append-only");
	cause_try(c, immutable ? "chattr -i FILE" : "chattr -a FILE");
	return cause_says(c, immutable ? "the file may not be changed at all"
				       : "the file may only be appended to");
}

static const struct cause_row rows[] = {
	{"sealed-file",
		"mmap=EPERM mprotect=EACCES,EPERM ftruncate=EPERM "
		"madvise=EPERM,EACCES",
		"the memory file is sealed against it", "--flags private",
		sealed_file},
	{"noexec-mount", "mmap=EPERM mprotect=EACCES",
		"the file lies on a mount without execution",
		"mount -o remount,exec, or a copy elsewhere", noexec_mount},
	{"file-attribute",
		"open=EPERM,EACCES mmap=EACCES,EPERM ftruncate=EPERM",
		"the file is immutable, or may only be appended to",
		"chattr -i or -a", file_attribute},
};

const struct cause_table causes_of_restrictions = {
	rows, sizeof(rows) / sizeof(*rows)};
