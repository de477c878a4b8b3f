/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits on open files: of the process, and of the system. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "acts/usercopy.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"

/* Those below the limit: it may have been lowered since. */
static uint64_t open_below(const struct diagnosis *d, uint64_t limit)
{
	char folder[32];
	const struct dirent *entry;
	uint64_t count = 0;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)d->subject);
	dir = opendir(folder);
	while (dir && (entry = readdir(dir)))
		count += *entry->d_name != '.' &&
			 strtoull(entry->d_name, NULL, 10) < limit;
	if (dir)
		closedir(dir);
	return count;
}

/* Whether descriptor NUMBER is open. */
static bool is_open(const struct diagnosis *d, uint64_t number)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/fd/%llu", (int)d->subject,
		(unsigned long long)number);
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The least limit below which so many numbers are free. */
static uint64_t limit_for(const struct diagnosis *d, uint64_t needed)
{
	uint64_t limit = 0;

	for (; needed; limit++)
		needed -= !is_open(d, limit);
	return limit;
}

/*
 * A child begins with a pipe, its channel and its recording: forks.c.  It is
 * not the system call that fails.
 */
static bool explain_fork(
	const struct diagnosis *d, struct cause *c, uint64_t limit)
{
	uint64_t needed = 2 + 2 * (uint64_t)d->call->times;

	if (!d->record->has_returned || !d->record->returned.refused)
		return false;
	cause_limit(c, d, RLIMIT_NOFILE, "RLIMIT_NOFILE ", limit);
	cause_fact(c, "open", "open ", as_count(open_below(d, limit)));
	cause_fact(c, "needed", "needed ", as_count(needed));
	cause_try_limit(c, d, RLIMIT_NOFILE, limit_for(d, needed));
	return cause_says(c,
		"the process may not have the descriptors by which memtool "
		"reaches a child");
}

/* A copy with --fault-delay needs a userfaultfd after its file. */
static uint64_t opened_since(const struct diagnosis *d)
{
	return asks(d, &command_usercopy) &&
	       d->record->returned.found.copy.failed == STAGE_USERFAULTFD;
}

/* Whether what failed was to open a file. */
static bool opens(const struct diagnosis *d)
{
	uint64_t failed = d->record->returned.found.copy.failed;

	return !asks(d, &command_usercopy) ||
	       (d->record->has_returned &&
		       (failed == STAGE_FILE || failed == STAGE_USERFAULTFD));
}

static uint64_t enough(const struct diagnosis *d)
{
	/* A copy's file is closed after it. */
	return limit_for(d, asks(d, &command_usercopy)
				    ? 1 + opened_since(d)
				    : diagnosis_calls_left(d));
}

/*
 * getrlimit(2): RLIMIT_NOFILE is one more than the highest descriptor.  The
 * lowest free one is taken, so all below the limit were open.
 */
static bool nofile_limit(const struct diagnosis *d, struct cause *c)
{
	uint64_t limit, open;

	if (!diagnosis_limit(d, RLIMIT_NOFILE, &limit) || !opens(d))
		return false;
	if (asks(d, &command_fork))
		return explain_fork(d, c, limit);
	open = open_below(d, limit);
	if (open + opened_since(d) < limit)
		return false;
	cause_limit(c, d, RLIMIT_NOFILE, "RLIMIT_NOFILE ", limit);
	cause_fact(c, "open", "open ", as_count(open));
	cause_try_limit(c, d, RLIMIT_NOFILE, enough(d));
	return cause_says(c, "the process has no descriptor left");
}

/* /proc/sys/fs/file-nr: the files in use, 0, and the limit on them. */
static bool file_max(const struct diagnosis *d, struct cause *c)
{
	unsigned long long used, most;
	size_t length;
	char *text = read_text("/proc/sys/fs/file-nr", &length);
	bool known = text && sscanf(text, "%llu %*u %llu", &used, &most) == 2;

	free(text);
	/* Others may have closed files meanwhile, but not most of them. */
	if (!known || !opens(d) || used < most - most / 4)
		return false;
	c->verified = used + diagnosis_calls_left(d) > most;
	cause_fact(c, "open", "open ", as_count(used));
	cause_fact(c, "limit", "fs.file-max ", as_count(most));
	cause_try_sysctl(c, "fs.file-max", most + diagnosis_calls_left(d));
	return cause_says(c, "the system has no open file left");
}

static const struct cause_row rows[] = {
	{"nofile-limit", "open=EMFILE memfd=EMFILE usercopy=EMFILE fork=fail",
		"the process has as many open files as it may have",
		"ulimit -n, or close", nofile_limit},
	{"file-max", "open=ENFILE memfd=ENFILE usercopy=ENFILE",
		"the system has as many open files as it may have",
		"sysctl fs.file-max", file_max},
};

const struct cause_table causes_of_descriptors = {rows, ARRAY_SIZE(rows)};
