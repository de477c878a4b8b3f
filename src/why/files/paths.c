/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a path cannot be opened.  The subject is our fork: the same path leads us
 * to the same file, but a step may have made it another user.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/mounts.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/uapi.h"

/* Iterate over the prefixes of a path: "/etc", "/etc/hosts". */
struct parts {
	const char *path;
	size_t length, at;
	char part[CALL_TEXT_MAX]; /* from the start */
	bool last;
};

static struct parts parts_of(const struct diagnosis *d)
{
	return (struct parts){
		.path = d->call->text, .length = d->call->text_length};
}

static bool parts_next(struct parts *parts)
{
	while (parts->at < parts->length && parts->path[parts->at] == '/')
		parts->at++;
	if (parts->at == parts->length)
		return false;
	while (parts->at < parts->length && parts->path[parts->at] != '/')
		parts->at++;
	parts->last = parts->at == parts->length;
	snprintf(parts->part, sizeof(parts->part), "%.*s", (int)parts->at,
		parts->path);
	return true;
}

static void part_fact(struct cause *c, const char *part)
{
	char target[sizeof(c->facts[0].text)];
	ssize_t got = readlink(part, target, sizeof(target) - 1);

	cause_text(c, "component", NULL, part);
	if (got <= 0)
		return;
	target[got] = '\0';
	cause_text(c, "link", "a link to ", target);
}

/* File systems whose files the kernel makes. */
static bool is_of_the_kernel(const char *folder)
{
	static const unsigned types[] = {PROC_SUPER_MAGIC, SYSFS_MAGIC,
		CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, DEBUGFS_MAGIC,
		TRACEFS_MAGIC, SECURITYFS_MAGIC, DEVPTS_SUPER_MAGIC,
		BPF_FS_MAGIC, PSTOREFS_MAGIC, EFIVARFS_MAGIC};
	struct statfs is;

	if (statfs(folder, &is) == -1)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if ((unsigned)is.f_type == types[i])
			return true;
	return false;
}

/* A new file would be no device; /dev/shm is a mount of its own. */
static bool is_for_devices(const char *folder)
{
	struct stat is, root, devices;

	if (stat(folder, &is) == -1 || stat("/", &root) == -1 ||
		stat("/dev", &devices) == -1)
		return false;
	return is.st_dev == devices.st_dev &&
	       (is.st_dev != root.st_dev || is.st_ino == devices.st_ino);
}

/* Whether a file can be created at PATH, in FOLDER. */
static bool can_create(
	const struct diagnosis *d, const char *folder, const char *path)
{
	struct identity is;
	struct stat status;

	return lstat(path, &status) == -1 && !is_of_the_kernel(folder) &&
	       !is_for_devices(folder) && diagnosis_identity(d, &is) &&
	       identity_access(&is, folder, W_OK | X_OK) == 0;
}

/* "/" or "." before the first part of a path. */
static void start_folder(const struct parts *parts, char *folder)
{
	strcpy(folder, parts->length && *parts->path == '/' ? "/" : ".");
}

static bool path_missing(const struct diagnosis *d, struct cause *c)
{
	struct parts parts = parts_of(d);
	char folder[CALL_TEXT_MAX];
	struct stat status;

	start_folder(&parts, folder);
	if (parts.length == 0)
		return d->error == ENOENT && cause_says(c, "the path is empty");
	while (parts_next(&parts)) {
		bool there = stat(parts.part, &status) == 0;

		if (!there && errno != ENOENT)
			return false;
		if (!there && d->error == ENOENT) {
			part_fact(c, parts.part);
			if (parts.last &&
				!(arg(d->call, ROLE_FLAGS) & O_CREAT) &&
				can_create(d, folder, parts.part))
				cause_try_opening(c, parts.part, "rdwr,creat");
			return cause_says(c, "'%s' does not exist",
				path_shown(parts.part));
		}
		if (there && d->error == ENOTDIR && !S_ISDIR(status.st_mode)) {
			part_fact(c, parts.part);
			return cause_says(c, "'%s' is not a directory",
				path_shown(parts.part));
		}
		memcpy(folder, parts.part, sizeof(folder));
	}
	return false;
}

/* Who was denied, and the step that took rights away; 0: none. */
struct who {
	struct identity is;
	int set_in;
};

/* Mode and owner, as numbers: a container may not know the names. */
static void owner_fact(
	const struct who *who, struct cause *c, const struct stat *status)
{
	char text[64];

	snprintf(text, sizeof(text), "mode %04o, user %u, group %u",
		(unsigned)status->st_mode & 07777, (unsigned)status->st_uid,
		(unsigned)status->st_gid);
	cause_text(c, "permissions", "", text);
	cause_fact(c, "user", "the process is user ", as_count(who->is.user));
	cause_set_in(c, who->set_in);
}

static bool denied(const struct who *who, struct cause *c, const char *part,
	int way, const char *message)
{
	struct stat status;

	if (identity_access(&who->is, part, way) != EACCES)
		return false;
	part_fact(c, part);
	if (stat(part, &status) == 0)
		owner_fact(who, c, &status);
	return cause_says(c, "'%s' %s", path_shown(part), message);
}

static bool denied_at_last(const struct diagnosis *d, const struct who *who,
	struct cause *c, const char *part, const char *folder)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS), mode = flags & O_ACCMODE;
	struct stat status;

	if (stat(part, &status) == -1)
		return flags & O_CREAT &&
		       denied(who, c, folder, W_OK,
			       "is a directory that you may not create files "
			       "in");
	return (mode != O_WRONLY &&
		       denied(who, c, part, R_OK, "is not readable")) ||
	       (mode != O_RDONLY &&
		       denied(who, c, part, W_OK, "is not writable")) ||
	       (flags & O_TRUNC &&
		       denied(who, c, part, W_OK,
			       "is not writable, which O_TRUNC needs"));
}

static bool path_permission(const struct diagnosis *d, struct cause *c)
{
	struct parts parts = parts_of(d);
	char folder[CALL_TEXT_MAX];
	const struct performer *acting = d->record->acting;
	struct who who = {.set_in = acting ? acting->set.rights : 0};

	if (!diagnosis_identity(d, &who.is))
		return false;
	start_folder(&parts, folder);
	while (parts_next(&parts)) {
		if (parts.last)
			return denied_at_last(d, &who, c, parts.part, folder);
		if (denied(&who, c, parts.part, X_OK,
			    "is a directory that you may not search"))
			return true;
		memcpy(folder, parts.part, sizeof(folder));
	}
	return false;
}

static bool path_loop(const struct diagnosis *d, struct cause *c)
{
	struct parts parts = parts_of(d);
	struct stat status;

	while (parts_next(&parts)) {
		if (lstat(parts.part, &status) == -1 ||
			!S_ISLNK(status.st_mode))
			continue;
		if (parts.last && arg(d->call, ROLE_FLAGS) & O_NOFOLLOW) {
			part_fact(c, parts.part);
			cause_try_flags(c, &names_open,
				arg(d->call, ROLE_FLAGS) &
					~(uint64_t)O_NOFOLLOW);
			return cause_says(c,
				"'%s' is a link, and O_NOFOLLOW was given",
				path_shown(parts.part));
		}
		if (stat(parts.part, &status) == 0 || errno != ELOOP)
			continue;
		part_fact(c, parts.part);
		return cause_says(c, "the links of '%s' form a loop",
			path_shown(parts.part));
	}
	return false;
}

/* The folder of the last part of a path. */
static void last_folder(const struct diagnosis *d, char *folder)
{
	struct parts parts = parts_of(d);

	start_folder(&parts, folder);
	while (parts_next(&parts) && !parts.last)
		memcpy(folder, parts.part, sizeof(parts.part));
}

/* Of a new file, its folder is on it. */
static bool read_only_mount(const struct diagnosis *d, struct cause *c)
{
	char path[CALL_TEXT_MAX];
	struct statvfs status;
	struct mount mount;

	snprintf(path, sizeof(path), "%s", d->call->text);
	if (statvfs(path, &status) == -1 && errno == ENOENT)
		last_folder(d, path);
	if (statvfs(path, &status) == -1 || !(status.f_flag & ST_RDONLY))
		return false;
	part_fact(c, path);
	if (mount_of(path, &mount))
		cause_text(c, "mount", "", mount.point);
	return cause_says(c, "'%s' is on a read-only mount", path_shown(path));
}

/* Files of a kind, or on a mount, that the flags do not allow. */
static bool path_kind(const struct diagnosis *d, struct cause *c)
{
	const char *path = d->call->text;
	struct stat status;

	if (d->error == EROFS)
		return read_only_mount(d, c);
	if (d->error == EEXIST) {
		part_fact(c, path);
		return arg(d->call, ROLE_FLAGS) & O_EXCL &&
		       lstat(path, &status) == 0 &&
		       cause_says(c,
			       "'%s' exists, and O_EXCL requires a new "
			       "file",
			       path_shown(path));
	}
	if (stat(path, &status) == -1 || !S_ISDIR(status.st_mode))
		return false;
	part_fact(c, path);
	cause_try_opening(c, path, "rdonly");
	return cause_says(c,
		"'%s' is a directory: it can only be opened O_RDONLY",
		path_shown(path));
}

/* fs/open.c: what has no name is there to be written. */
static bool tmpfile_mode(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);

	if ((flags & O_TMPFILE) != O_TMPFILE ||
		(flags & O_ACCMODE) == O_WRONLY ||
		(flags & O_ACCMODE) == O_RDWR)
		return false;
	cause_flags(c, "flags", NULL, &names_open, flags);
	cause_try_flags(
		c, &names_open, (flags & ~(uint64_t)O_ACCMODE) | O_RDWR);
	return cause_says(c, "O_TMPFILE needs O_WRONLY or O_RDWR");
}

/* pathconf(3): the limits of the file system, and of all paths. */
static bool path_too_long(const struct diagnosis *d, struct cause *c)
{
	struct parts parts = parts_of(d);
	char folder[CALL_TEXT_MAX];

	start_folder(&parts, folder);
	while (parts_next(&parts)) {
		const char *slash = strrchr(parts.part, '/');
		const char *name = slash ? slash + 1 : parts.part;
		long limit = pathconf(folder, _PC_NAME_MAX);

		if (limit > 0 && strlen(name) > (size_t)limit) {
			cause_fact(
				c, "length", "it has ", as_bytes(strlen(name)));
			cause_fact(c, "limit", "limit ",
				as_bytes((uint64_t)limit));
			return cause_says(c, "a name in the path is too long");
		}
		memcpy(folder, parts.part, sizeof(folder));
	}
	if (parts.length < PATH_MAX)
		return false;
	cause_fact(c, "length", "it has ", as_bytes(parts.length));
	cause_fact(c, "limit", "limit ", as_bytes(PATH_MAX - 1));
	return cause_says(c, "the path is too long");
}

static bool lacks_a_reader(const struct diagnosis *d, const struct stat *status)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);

	return S_ISFIFO(status->st_mode) && flags & O_NONBLOCK &&
	       (flags & O_ACCMODE) == O_WRONLY;
}

/* ENXIO: nobody is at the other end of the file. */
static bool nobody_answers(const struct diagnosis *d, struct cause *c)
{
	const char *path = d->call->text;
	struct stat status;

	if (stat(path, &status) == -1)
		return false;
	part_fact(c, path);
	if (lacks_a_reader(d, &status)) {
		cause_try_flags(c, &names_open,
			arg(d->call, ROLE_FLAGS) & ~(uint64_t)O_NONBLOCK);
		return cause_says(c, "nobody has the FIFO open for reading");
	}
	if (S_ISSOCK(status.st_mode))
		return cause_says(c, "a socket is connected to, not opened");
	if (S_ISCHR(status.st_mode) && status.st_rdev == makedev(5, 0))
		return cause_says(c, "the process has no controlling terminal");
	return (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) &&
	       cause_says(c, "no driver serves this device");
}

static const struct cause_row rows[] = {
	{"path-too-long", "open=ENAMETOOLONG",
		"the path, or a name in it, is too long", NULL, path_too_long},
	{"nobody-answers", "open=ENXIO",
		"no reader, driver or terminal is behind the file", NULL,
		nobody_answers},
	{"tmpfile-mode", "open=EINVAL",
		"an unnamed file needs to be open for writing",
		"--flags tmpfile,rdwr", tmpfile_mode},
	{"path-missing", "open=ENOENT,ENOTDIR",
		"a part of the path does not exist, or is not a directory",
		NULL, path_missing},
	{"path-permission", "open=EACCES",
		"you have no permission for the file, or a part of its path",
		"chmod, or another user", path_permission},
	{"path-loop", "open=ELOOP", "links form a loop, or may not be followed",
		NULL, path_loop},
	{"path-kind", "open=EISDIR,EEXIST,EROFS",
		"the flags do not fit the existing file", NULL, path_kind},
};

const struct cause_table causes_of_paths = {rows, ARRAY_SIZE(rows)};
