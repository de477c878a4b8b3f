/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a path does not lead to a file that can be opened.  We look from where
 * the subject looks: it is our twin.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* The parts of a path in turn: "/etc", "/etc/hosts". */
struct parts {
	const char *path;
	size_t length, at;
	char part[CALL_TEXT_MAX]; /* from the start on */
	bool last;
};

static struct parts parts_of(const struct inquiry *q)
{
	return (struct parts){
		.path = q->call->text, .length = q->call->text_length};
}

static bool parts_next(struct parts *p)
{
	while (p->at < p->length && p->path[p->at] == '/')
		p->at++;
	if (p->at == p->length)
		return false;
	while (p->at < p->length && p->path[p->at] != '/')
		p->at++;
	p->last = p->at == p->length;
	snprintf(p->part, sizeof(p->part), "%.*s", (int)p->at, p->path);
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

static bool path_missing(const struct inquiry *q, struct cause *c)
{
	struct parts p = parts_of(q);
	struct stat status;

	if (p.length == 0)
		return q->error == ENOENT && cause_says(c, "the path is empty");
	while (parts_next(&p)) {
		bool there = stat(p.part, &status) == 0;

		if (!there && errno != ENOENT)
			return false;
		if (!there && q->error == ENOENT) {
			part_fact(c, p.part);
			if (p.last && !(arg(q->call, ROLE_FLAGS) & O_CREAT))
				cause_try(c, "open %s --flags rdwr,creat",
					path_as_typed(p.part));
			return cause_says(c, "'%.160s' does not exist", p.part);
		}
		if (there && q->error == ENOTDIR && !S_ISDIR(status.st_mode)) {
			part_fact(c, p.part);
			return cause_says(
				c, "'%.160s' is no directory", p.part);
		}
	}
	return false;
}

/* "0644 root", as numbers: the names may be in no file here. */
static void owner_fact(struct cause *c, const struct stat *status)
{
	char text[64];

	snprintf(text, sizeof(text), "mode %04o, of user %u and group %u",
		(unsigned)status->st_mode & 07777, (unsigned)status->st_uid,
		(unsigned)status->st_gid);
	cause_text(c, "permissions", "", text);
	cause_fact(c, "user", "we are user ", as_count(geteuid()));
}

static bool denied(
	struct cause *c, const char *part, int way, const char *message)
{
	struct stat status;

	if (faccessat(AT_FDCWD, part, way, AT_EACCESS) == 0 || errno != EACCES)
		return false;
	part_fact(c, part);
	if (stat(part, &status) == 0)
		owner_fact(c, &status);
	return cause_says(c, "'%.160s' %s", part, message);
}

static bool denied_at_last(const struct inquiry *q, struct cause *c,
	const char *part, const char *folder)
{
	uint64_t mode = arg(q->call, ROLE_FLAGS) & O_ACCMODE;
	struct stat status;

	if (stat(part, &status) == -1)
		return arg(q->call, ROLE_FLAGS) & O_CREAT &&
		       denied(c, folder, W_OK,
			       "is a directory in which nothing may be made");
	return (mode != O_WRONLY && denied(c, part, R_OK, "may not be read")) ||
	       (mode != O_RDONLY &&
		       denied(c, part, W_OK, "may not be written"));
}

static bool path_permission(const struct inquiry *q, struct cause *c)
{
	struct parts p = parts_of(q);
	char folder[CALL_TEXT_MAX] = ".";

	if (p.length && p.path[0] == '/')
		strcpy(folder, "/");
	while (parts_next(&p)) {
		if (p.last)
			return denied_at_last(q, c, p.part, folder);
		if (denied(c, p.part, X_OK,
			    "is a directory that may not be searched"))
			return true;
		memcpy(folder, p.part, sizeof(folder));
	}
	return false;
}

static bool path_loop(const struct inquiry *q, struct cause *c)
{
	struct parts p = parts_of(q);
	struct stat status;

	while (parts_next(&p)) {
		if (lstat(p.part, &status) == -1 || !S_ISLNK(status.st_mode))
			continue;
		if (p.last && arg(q->call, ROLE_FLAGS) & O_NOFOLLOW) {
			part_fact(c, p.part);
			cause_try_flags(c, &names_open,
				arg(q->call, ROLE_FLAGS) &
					~(uint64_t)O_NOFOLLOW);
			return cause_says(c,
				"'%.160s' is a link, and O_NOFOLLOW follows "
				"none",
				p.part);
		}
		if (stat(p.part, &status) == 0 || errno != ELOOP)
			continue;
		part_fact(c, p.part);
		return cause_says(
			c, "the links of '%.160s' lead in a circle", p.part);
	}
	return false;
}

/* What is there is of a kind, or on a mount, that the flags do not go with. */
static bool path_kind(const struct inquiry *q, struct cause *c)
{
	const char *path = q->call->text;
	struct stat status;
	struct statvfs mount;

	if (q->error == EEXIST) {
		part_fact(c, path);
		return lstat(path, &status) == 0 &&
		       cause_says(c,
			       "'%.160s' exists, and O_EXCL makes a new one",
			       path);
	}
	if (q->error == EROFS) {
		part_fact(c, path);
		return statvfs(path, &mount) == 0 && mount.f_flag & ST_RDONLY &&
		       cause_says(c, "'%.160s' is on a read-only mount", path);
	}
	if (stat(path, &status) == -1 || !S_ISDIR(status.st_mode))
		return false;
	part_fact(c, path);
	cause_try(c, "open %s --flags rdonly", path_as_typed(path));
	return cause_says(
		c, "'%.160s' is a directory, which is opened O_RDONLY", path);
}

static const struct cause_row rows[] = {
	{"path-missing", "open=ENOENT,ENOTDIR",
		"a part of the path does not exist, or is no directory", NULL,
		path_missing},
	{"path-permission", "open=EACCES",
		"a part of the path, or the file, is not open to us",
		"chmod, or another user", path_permission},
	{"path-loop", "open=ELOOP", "links lead in a circle, or not followed",
		NULL, path_loop},
	{"path-kind", "open=EISDIR,EEXIST,EROFS",
		"what is there does not go with the flags", NULL, path_kind},
};

const struct cause_table causes_of_paths = {rows, ARRAY_SIZE(rows)};
