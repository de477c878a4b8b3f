/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file, or its mount, forbids to everybody. */
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/mounts.h"
#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/files/descriptor.h"
#include "words/array.h"
#include "words/uapi.h"

static void mount_fact(struct cause *c, const char *path)
{
	struct mount mount;

	if (!mount_of(path, &mount))
		return;
	cause_text(c, "mount", "", mount.point);
	cause_try(c, "mount -o remount,exec %s", mount.point);
}

/* procfs and sysfs never allow execution (SB_I_NOEXEC). */
static bool is_never_executable(const char *path)
{
	struct statfs status;

	return statfs(path, &status) == 0 &&
	       (status.f_type == PROC_SUPER_MAGIC ||
		       status.f_type == SYSFS_MAGIC);
}

/* For mprotect, the mapping itself lacks VM_MAYEXEC. */
static bool noexec_mount(const struct diagnosis *d, struct cause *c)
{
	char path[MAPPED_FILE_MAX];
	struct statvfs status;

	if (!(arg(d->call, ROLE_PROT) & PROT_EXEC) ||
		!call_file_path(d, path) || statvfs(path, &status) == -1)
		return false;
	if (status.f_flag & ST_NOEXEC) {
		mount_fact(c, path);
		return cause_says(c, "the file is on a noexec mount");
	}
	return is_never_executable(path) &&
	       cause_says(c, "this file system allows no execution");
}

/* mm/mmap.c: what is written by a mapping is not appended. */
static bool maps_for_writing(const struct diagnosis *d)
{
	uint64_t type = arg(d->call, ROLE_FLAGS) & MAP_TYPE, mode;

	return (type == MAP_SHARED || type == MAP_SHARED_VALIDATE) &&
	       descriptor_flags(d, &mode) && (mode & O_ACCMODE) != O_RDONLY;
}

/* chattr(1): +i and +a also bind privileged processes. */
static bool file_attribute(const struct diagnosis *d, struct cause *c)
{
	char path[MAPPED_FILE_MAX];
	struct uapi_statx status;
	struct typed_path typed;
	bool immutable;

	if (!call_file_path(d, path) ||
		!read_statx(path, UAPI_STATX_BASIC_STATS, &status))
		return false;
	immutable = status.attributes & UAPI_STATX_ATTR_IMMUTABLE;
	/* An immutable file cannot be opened for writing in the first place. */
	if (asks(d, &command_mmap) && (immutable || !maps_for_writing(d)))
		return false;
	if (!immutable && !(status.attributes & UAPI_STATX_ATTR_APPEND))
		return false;
	cause_text(c, "attribute", "", immutable ? "immutable" : "append-only");
	typed = asks(d, &command_open) ? file_as_typed(path)
				       : descriptor_as_typed(d);
	if (*typed.text)
		cause_try(
			c, "chattr -%c %s", immutable ? 'i' : 'a', typed.text);
	return cause_says(c, immutable ? "the file is immutable"
				       : "the file is append-only");
}

static const struct cause_row rows[] = {
	{"noexec-mount", "mmap=EPERM mprotect=EACCES",
		"the file is on a noexec mount",
		"mount -o remount,exec, or copy the file elsewhere",
		noexec_mount},
	{"file-attribute", "open=EPERM mmap=EACCES ftruncate=EPERM",
		"the file is immutable or append-only", "chattr -i or -a",
		file_attribute},
};

const struct cause_table causes_of_restrictions = {rows, ARRAY_SIZE(rows)};
