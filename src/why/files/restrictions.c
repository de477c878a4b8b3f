/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file, or the mount that it lies on, does not allow to anybody. */
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "why/files/descriptor.h"
#include "why/arguments/ranges.h"
#include "words/array.h"
#include "words/uapi.h"

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

static bool stat_file(
	const char *path, unsigned wanted, struct uapi_statx *status)
{
	return syscall(SYS_statx, AT_FDCWD, path, 0, wanted, status) == 0;
}

/* statx(2) tells the mount since Linux 5.8. */
static void find_mount(struct cause *c, const char *path)
{
	struct uapi_statx status;

	if (stat_file(path, UAPI_STATX_MNT_ID, &status) &&
		status.mask & UAPI_STATX_MNT_ID)
		mount_fact(c, status.mnt_id);
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
	char path[MAPPED_FILE_MAX];
	struct statvfs status;

	if (!(arg(q->call, ROLE_PROT) & PROT_EXEC) ||
		!call_file_path(q, path) || statvfs(path, &status) == -1)
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
	char path[MAPPED_FILE_MAX];
	struct uapi_statx status;
	bool immutable;

	if (!call_file_path(q, path) ||
		!stat_file(path, UAPI_STATX_BASIC_STATS, &status))
		return false;
	immutable = status.attributes & UAPI_STATX_ATTR_IMMUTABLE;
	if (!immutable && !(status.attributes & UAPI_STATX_ATTR_APPEND))
		return false;
	cause_text(c, "attribute", "", immutable ? "immutable" : "append-only");
	cause_try(c, immutable ? "chattr -i FILE" : "chattr -a FILE");
	return cause_says(c, immutable ? "the file may not be changed at all"
				       : "the file may only be appended to");
}

static const struct cause_row rows[] = {
	{"noexec-mount", "mmap=EPERM mprotect=EACCES",
		"the file lies on a mount without execution",
		"mount -o remount,exec, or a copy elsewhere", noexec_mount},
	{"file-attribute",
		"open=EPERM,EACCES mmap=EACCES,EPERM ftruncate=EPERM",
		"the file is immutable, or may only be appended to",
		"chattr -i or -a", file_attribute},
};

const struct cause_table causes_of_restrictions = {rows, ARRAY_SIZE(rows)};
