/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "proc/child.h"
#include "proc/lines.h"
#include "proc/read.h"

/* What stands after "KEY:"; NULL: it is another line. */
static const char *value_of(const char *line, const char *key)
{
	size_t length = strlen(key);

	return strncmp(line, key, length) == 0 && line[length] == ':'
		       ? line + length + 1
		       : NULL;
}

static void read_groups(const char *text, struct identity *identity)
{
	char *end;

	for (;; text = end) {
		unsigned long group = strtoul(text, &end, 10);

		if (end == text || identity->group_count == IDENTITY_GROUPS)
			return;
		identity->groups[identity->group_count++] = (gid_t)group;
	}
}

/* "Uid:	0	0	0	0": real, effective, saved, of files. */
static void read_line(const char *line, struct identity *identity)
{
	const char *value;

	if ((value = value_of(line, "Uid")))
		sscanf(value, "%*u %u", &identity->user);
	else if ((value = value_of(line, "Gid")))
		sscanf(value, "%*u %u", &identity->group);
	else if ((value = value_of(line, "Groups")))
		read_groups(value, identity);
	else if ((value = value_of(line, "CapEff")))
		identity->capabilities = strtoull(value, NULL, 16);
}

bool identity_read(pid_t pid, struct identity *identity)
{
	size_t length;
	char *text = read_process_file(pid, "status", &length);
	char *at = text, *line;

	*identity = (struct identity){0};
	while ((line = strsep(&at, "\n")))
		read_line(line, identity);
	free(text);
	return text != NULL;
}

static bool is_same(const struct identity *a, const struct identity *b)
{
	return a->user == b->user && a->group == b->group &&
	       a->capabilities == b->capabilities &&
	       a->group_count == b->group_count &&
	       memcmp(a->groups, b->groups,
		       a->group_count * sizeof(*a->groups)) == 0;
}

static int try_access(const char *path, int way)
{
	return faccessat(AT_FDCWD, path, way, AT_EACCESS) ? errno : 0;
}

/* The C library has no function for it, and libcap would be one more. */
static void keep_capabilities(uint64_t wanted)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data) == -1)
		return;
	for (int i = 0; i < 2; i++)
		data[i].effective =
			data[i].permitted & (uint32_t)(wanted >> 32 * i);
	syscall(SYS_capset, &head, data);
}

struct trial {
	const struct identity *identity;
	const char *path;
	int way, error;
	bool tried;
};

/* Whom we may not become we are already: then only rights are to be lost. */
static void try_as(void *shared)
{
	struct trial *trial = shared;
	const struct identity *is = trial->identity;
	struct identity own;

	if (setgroups(is->group_count, is->groups) == -1)
		errno = 0;
	if (setresgid(is->group, is->group, is->group) == -1 ||
		setresuid(is->user, is->user, is->user) == -1)
		return;
	keep_capabilities(is->capabilities);
	trial->tried = identity_read(getpid(), &own) && own.user == is->user &&
		       own.group == is->group;
	trial->error = try_access(trial->path, trial->way);
}

int identity_access(const struct identity *identity, const char *path, int way)
{
	struct identity own;
	struct trial *trial;
	int status, error;
	pid_t pid;

	if (identity_read(getpid(), &own) && is_same(identity, &own))
		return try_access(path, way);
	trial = child_share(sizeof(*trial));
	if (!trial)
		return ENOMEM;
	*trial = (struct trial){.identity = identity, .path = path, .way = way};
	error = child_run(try_as, trial, &pid, &status);
	if (!error)
		error = trial->tried ? trial->error : EPERM;
	child_unshare(trial, sizeof(*trial));
	return error;
}
