/* SPDX-License-Identifier: GPL-2.0-or-later */
/* User namespaces: those that cannot be made, and IDs that have no place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/user.h"
#include "proc/read.h"
#include "why/diagnosis.h"
#include "words/array.h"

static bool too_many(const struct diagnosis *d, struct cause *c)
{
	const char *path = "/proc/sys/user/max_user_namespaces";
	uint64_t most;

	(void)d;
	if (!read_number(path, &most))
		return false;
	/* Outer namespaces have limits of their own. */
	c->verified = most == 0;
	cause_fact(c, "limit", "user.max_user_namespaces ", as_count(most));
	cause_try(c, "sysctl user.max_user_namespaces=%llu",
		(unsigned long long)most + 1000);
	return cause_says(c, most ? "there may be too many user namespaces"
				  : "no user namespace may be made");
}

/* user_namespaces(7): all threads would have to change at once. */
static bool several_threads(const struct diagnosis *d, struct cause *c)
{
	uint64_t threads;

	if (!diagnosis_status(d, "Threads", &threads) || threads < 2)
		return false;
	cause_fact(c, "threads", "threads ", as_count(threads));
	return cause_says(c, "a process with several threads cannot enter "
			     "another user namespace");
}

/* Switches of Debian's and Ubuntu's kernels, for ordinary users. */
static bool denied(const struct diagnosis *d, struct cause *c)
{
	static const struct {
		const char *path, *name;
		uint64_t denies;
	} switches[] = {
		{"/proc/sys/kernel/unprivileged_userns_clone",
			"kernel.unprivileged_userns_clone", 0},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
			"kernel.apparmor_restrict_unprivileged_userns", 1},
	};

	(void)d;
	for (size_t i = 0; i < ARRAY_SIZE(switches); i++) {
		uint64_t value;

		if (!read_number(switches[i].path, &value) ||
			value != switches[i].denies)
			continue;
		cause_text(c, "switch", NULL, switches[i].name);
		cause_fact(c, "value", "is ", as_count(value));
		cause_try(c, "sysctl %s=%d", switches[i].name, !value);
		return cause_says(c, "the system lets only root make user "
				     "namespaces");
	}
	return false;
}

/* "         0       1000          1": inside, outside, count. */
static bool is_mapped(const char *map, uint32_t id)
{
	unsigned inside, outside, count;

	for (; sscanf(map, "%u %u %u", &inside, &outside, &count) == 3; map++) {
		if (id >= inside && id - inside < count)
			return true;
		map = strchr(map, '\n');
		if (!map)
			return false;
	}
	return false;
}

static bool id_not_mapped(const struct diagnosis *d, struct cause *c)
{
	bool group = d->call->shown == 1 + USER_SETGID;
	uint64_t user = arg(d->call, ROLE_USER);
	uint32_t id = group ? user_gid(user) : user_uid(user);
	size_t length;
	char *map = read_process_file(
		d->subject, group ? "gid_map" : "uid_map", &length);
	bool missing = map && !is_mapped(map, id);

	free(map);
	if (!missing)
		return false;
	cause_fact(c, "id", group ? "group " : "user ", as_count(id));
	cause_set_in(c, diagnosis_set(d)->namespace);
	return cause_says(c, "the user namespace does not map this %s",
		group ? "group" : "user");
}

static bool setgroups_denied(const struct diagnosis *d, struct cause *c)
{
	size_t length;
	char *text = read_process_file(d->subject, "setgroups", &length);
	bool is = text && strncmp(text, "deny", 4) == 0;

	free(text);
	if (!is || d->call->shown != 1 + USER_SETGROUPS)
		return false;
	cause_set_in(c, diagnosis_set(d)->namespace);
	return cause_says(c, "the user namespace denies setgroups");
}

static const struct cause_row rows[] = {
	{"too-many-namespaces", "unshare=ENOSPC",
		"there are too many user namespaces",
		"sysctl user.max_user_namespaces", too_many},
	{"several-threads", "unshare=EINVAL",
		"a process with several threads cannot enter another user "
		"namespace",
		"unshare before the threads are made, or after they have "
		"ended",
		several_threads},
	{"namespaces-denied", "unshare=EPERM",
		"the system lets only root make user namespaces",
		"sysctl kernel.unprivileged_userns_clone", denied},
	{"id-not-mapped", "setuid=EINVAL",
		"the user namespace does not map this user", NULL,
		id_not_mapped},
	{"setgroups-denied", "setuid=EPERM",
		"the user namespace denies setgroups", NULL, setgroups_denied},
};

const struct cause_table causes_of_namespaces = {rows, ARRAY_SIZE(rows)};
