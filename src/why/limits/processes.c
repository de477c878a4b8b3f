/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits on processes: of the user, and of the system. */
#include <dirent.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "proc/cgroup.h"
#include "proc/lines.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"

/* Its threads, if the process is the user's; 0: it is not, or it has gone. */
static uint64_t threads_of(pid_t pid, uint64_t user)
{
	size_t length;
	char *status = read_process_file(pid, "status", &length);
	uint64_t owner, threads = 0;

	if (!status || !lines_find_number(status, length, "Uid", &owner) ||
		owner != user ||
		!lines_find_number(status, length, "Threads", &threads))
		threads = 0;
	free(status);
	return threads;
}

static uint64_t count_threads(uint64_t user)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	uint64_t count = 0;

	while (proc && (entry = readdir(proc)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9')
			count += threads_of(
				(pid_t)strtol(entry->d_name, NULL, 10), user);
	if (proc)
		closedir(proc);
	return count;
}

/* kernel/fork.c: threads count, and the user is the real one. */
static bool nproc_limit(const struct diagnosis *d, struct cause *c)
{
	uint64_t limit, user, count;

	if (!diagnosis_limit(d, RLIMIT_NPROC, &limit) ||
		!diagnosis_status(d, "Uid", &user) || user == 0 ||
		diagnosis_capable(d, CAP_SYS_RESOURCE) ||
		diagnosis_capable(d, CAP_SYS_ADMIN))
		return false;
	count = count_threads(user);
	/* Those of other PID namespaces count, too, and are not seen. */
	c->verified = count >= limit;
	c->spare = !c->verified;
	cause_fact(c, "limit", "RLIMIT_NPROC ", as_count(limit));
	cause_fact(c, "user", "uid ", as_count(user));
	cause_fact(c, "threads", "processes and threads ", as_count(count));
	cause_try_limit(c, d, RLIMIT_NPROC, count + diagnosis_calls_left(d));
	return cause_says(
		c, "the user has as many processes as RLIMIT_NPROC allows");
}

/* The first group, from the process's own up, that has no room for more. */
static bool find_full_group(const struct diagnosis *d,
	struct memory_group *group, int *step, uint64_t *limit,
	uint64_t *current)
{
	if (!diagnosis_group(d, GROUP_PIDS, group, step))
		return false;
	do
		if (read_group_figure(group, "pids.max", NULL, limit) &&
			read_group_figure(
				group, "pids.current", NULL, current) &&
			*current >= *limit)
			return true;
		else
			*step = 0; /* not the group that it made */
	while (group_above(group));
	return false;
}

/* pids.max of each group up to the top, cgroups(7). */
static bool pids_limit(const struct diagnosis *d, struct cause *c)
{
	struct memory_group group;
	uint64_t limit, current, enough;
	int step;

	if (!find_full_group(d, &group, &step, &limit, &current))
		return false;
	cause_fact(c, "limit", "pids.max ", as_count(limit));
	cause_fact(c, "current", "pids.current ", as_count(current));
	cause_text(c, "group", "in ", group.path);
	enough = current + diagnosis_calls_left(d);
	cause_set_in(c, step);
	if (step) {
		cause_try(c, "cgroup pids.max=%" PRIu64 " in step %d", enough,
			step);
	} else {
		cause_try(c, "docker run --pids-limit %" PRIu64, enough);
		cause_try(c, "systemctl set-property UNIT TasksMax=%" PRIu64,
			enough);
	}
	return cause_says(
		c, "the control group has as many processes as it may have");
}

static const struct cause_row rows[] = {
	{"nproc-limit", "fork=EAGAIN thread=EAGAIN",
		"the user has as many processes as RLIMIT_NPROC allows",
		"ulimit -u", nproc_limit},
	{"pids-limit", "fork=EAGAIN thread=EAGAIN",
		"the control group has as many processes as it may have",
		"docker run --pids-limit, or TasksMax=", pids_limit},
};

const struct cause_table causes_of_process_limits = {rows, ARRAY_SIZE(rows)};
