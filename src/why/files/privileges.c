/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the permissions of a file allow, but not to everybody. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/process.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"

static bool has(const struct identity *is, int capability)
{
	return is->capabilities >> capability & 1;
}

static void user_fact(
	const struct diagnosis *d, struct cause *c, const struct identity *is)
{
	const struct performer *acting = d->record->acting;

	cause_fact(c, "user", "the process is user ", as_count(is->user));
	cause_set_in(c, acting ? acting->set.rights : 0);
}

/* fs/namei.c, may_open(). */
static bool not_owner(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);
	struct identity is;
	struct stat status;

	if (!(flags & O_NOATIME) || stat(d->call->text, &status) == -1 ||
		!diagnosis_identity(d, &is) || is.user == status.st_uid ||
		has(&is, CAP_FOWNER))
		return false;
	cause_fact(c, "owner", "it belongs to user ", as_count(status.st_uid));
	user_fact(d, c, &is);
	cause_text(c, "capability", "", "no CAP_FOWNER");
	cause_try_flags(c, &names_open, flags & ~(uint64_t)O_NOATIME);
	return cause_says(c, "O_NOATIME is only for the owner of the file");
}

/* The process that a file of /proc is about; 0: it is another file. */
static pid_t process_of_path(const char *path)
{
	static const char folder[] = "/proc/";
	struct statfs status;
	char *end;
	long pid;

	if (strncmp(path, folder, strlen(folder)) != 0 ||
		statfs(path, &status) == -1 ||
		status.f_type != PROC_SUPER_MAGIC)
		return 0;
	pid = strtol(path + strlen(folder), &end, 10);
	return *end == '/' && pid > 0 ? (pid_t)pid : 0;
}

/*
 * kernel/ptrace.c, __ptrace_may_access(): without CAP_SYS_PTRACE it must be a
 * process of the same user and group, and one that may dump core.
 */
static bool process_file(const struct diagnosis *d, struct cause *c)
{
	pid_t pid = process_of_path(d->call->text);
	struct identity is, other;

	if (!pid || pid == d->subject || !diagnosis_identity(d, &is) ||
		has(&is, CAP_SYS_PTRACE) ||
		identity_access(&is, d->call->text, R_OK) != 0 ||
		!identity_read(pid, &other))
		return false;
	c->verified = is.user != other.user || is.group != other.group;
	cause_fact(c, "process", "process ", as_count((uint64_t)pid));
	cause_fact(c, "owner", "of user ", as_count(other.user));
	user_fact(d, c, &is);
	cause_text(c, "capability", "", "no CAP_SYS_PTRACE");
	cause_try_capability(d, c, CAP_SYS_PTRACE, "CAP_SYS_PTRACE");
	return cause_says(c, "only who may trace the process may open it");
}

/* Whether a process executes this file. */
static bool executes(const char *pid, const struct stat *file)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%.16s/exe", pid);
	return stat(path, &status) == 0 && status.st_dev == file->st_dev &&
	       status.st_ino == file->st_ino;
}

static pid_t find_executing(const struct stat *file)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	pid_t found = 0;

	while (dir && !found && (entry = readdir(dir)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9' &&
			executes(entry->d_name, file))
			found = (pid_t)strtol(entry->d_name, NULL, 10);
	if (dir)
		closedir(dir);
	return found;
}

/* execve(2): a program's file cannot be written to while it runs. */
static bool text_busy(const struct diagnosis *d, struct cause *c)
{
	struct process process = {.name = ""};
	struct stat status;
	pid_t pid;

	if (stat(d->call->text, &status) == -1)
		return false;
	pid = find_executing(&status);
	/* Other users' processes do not show what they execute. */
	c->verified = pid != 0;
	if (!pid)
		return cause_says(c, "a process may be executing the file");
	cause_fact(c, "process", "process ", as_count((uint64_t)pid));
	if (process_read(pid, &process))
		cause_text(c, "name", "", process.name);
	return cause_says(c, "a process is executing the file");
}

static const struct cause_row rows[] = {
	{"not-owner", "open=EPERM",
		"only the owner of a file may open it with O_NOATIME",
		"without noatime, or another user", not_owner},
	{"process-file", "open=EACCES,EPERM",
		"the file shows a process that the caller may not trace",
		"run it as root", process_file},
	{"text-busy", "open=ETXTBSY", "a process is executing the file", NULL,
		text_busy},
};

const struct cause_table causes_of_privileges = {rows, ARRAY_SIZE(rows)};
