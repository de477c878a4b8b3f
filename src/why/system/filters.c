/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands between the call and the kernel: filters of system calls, and
 * security modules.  Neither says so.
 */
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "acts/attempts.h"
#include "proc/read.h"
#include "why/limits/growth.h"
#include "words/array.h"
#include "words/signals.h"
#include "words/uapi.h"

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1 /* si_code, sigaction(2) */
#endif

#ifdef SYS_mmap2 /* 32-bit */
#define NUMBER_OF_MMAP SYS_mmap2
#else
#define NUMBER_OF_MMAP SYS_mmap
#endif

/*
 * A call with arguments that no kernel takes, and what the kernel says to it.
 * Made from a child of ours it meets the same filters.
 */
static const struct {
	const struct command *command;
	long number, args[5];
	int answer;
} impossible[] = {
	{&command_mmap, NUMBER_OF_MMAP, {0, 0, 0, 0, -1}, EINVAL},
	{&command_munmap, SYS_munmap, {1, 0}, EINVAL},
	{&command_mprotect, SYS_mprotect, {1, 0, 0}, EINVAL},
	{&command_mremap, SYS_mremap, {1, 0, 0, 0, 0}, EINVAL},
	{&command_madvise, SYS_madvise, {1, 0, 0}, EINVAL},
	{&command_mlock, SYS_mlock2, {0, 0, -1}, EINVAL},
	{&command_mlock, SYS_mlock, {0, 0}, 0},
	{&command_munlock, SYS_munlock, {0, 0}, 0},
	{&command_mlockall, SYS_mlockall, {0}, EINVAL},
	{&command_msync, SYS_msync, {1, 0, 0}, EINVAL},
	{&command_mincore, SYS_mincore, {1, 0, 0}, EINVAL},
	{&command_mseal, SYS_mseal, {1, 0, -1}, EINVAL},
	{&command_memfd, SYS_memfd_create, {0, -1}, EINVAL},
	{&command_open, SYS_openat, {-1, 0, 0, 0}, EFAULT},
	{&command_ftruncate, SYS_ftruncate, {-1, 0}, EBADF},
	{&command_close, SYS_close, {-1}, EBADF},
};

/* The kernel itself says this, without a limit or a right, to any mlock. */
static bool kernel_says_so(const struct inquiry *q)
{
	struct locking l;

	return q->error == EPERM &&
	       (asks(q, &command_mlock) || asks(q, &command_mlockall)) &&
	       refused_by_memlock(q, &l);
}

/* Whether the impossible call is refused as the step's was. */
static bool refuses_all(const struct inquiry *q)
{
	bool second = strcmp(call_spelling(q->call), "mlock2") == 0;

	for (size_t i = 0; i < ARRAY_SIZE(impossible); i++) {
		if (!asks(q, impossible[i].command))
			continue;
		if (asks(q, &command_mlock) &&
			second != (impossible[i].number == SYS_mlock2))
			continue;
		return impossible[i].answer != q->error &&
		       attempt_errno(impossible[i].number,
			       impossible[i].args) == q->error;
	}
	return false;
}

static bool filter_is_set(const struct inquiry *q, uint64_t *mode)
{
	return inquiry_status(q, "Seccomp", mode) && *mode != 0;
}

static bool tell_filter(const struct inquiry *q, struct cause *c, uint64_t mode)
{
	uint64_t filters;

	cause_fact(c, "seccomp", "Seccomp ", as_count(mode));
	if (inquiry_status(q, "Seccomp_filters", &filters))
		cause_fact(c, "filters", "filters ", as_count(filters));
	cause_try(c, "docker run --security-opt seccomp=unconfined ...");
	cause_try(c, "SystemCallFilter=%s, in a systemd unit",
		call_spelling(q->call));
	return true;
}

/*
 * A filter that looks at the arguments cannot be told from the kernel; nor can
 * ENOSYS, which a kernel without the call says to anything, too.
 */
static bool may_be_filtered(const struct inquiry *q, struct cause *c)
{
	c->verified = false;
	c->spare = q->error != ENOSYS;
	return q->error == EPERM || q->error == EACCES || q->error == ENOSYS;
}

static bool seccomp(const struct inquiry *q, struct cause *c)
{
	const struct outcome *o = &q->record->outcome;
	bool killed =
		q->signal == SIGSYS && (!o->coded || o->code == SYS_SECCOMP);
	uint64_t mode;
	bool all;

	if ((q->signal && !killed) || !filter_is_set(q, &mode))
		return false;
	all = killed ||
	      (!kernel_says_so(q) && q->error != ENOSYS && refuses_all(q));
	if (!all && !may_be_filtered(q, c))
		return false;
	tell_filter(q, c, mode);
	return cause_says(c, "a filter of system calls (seccomp) %s %s%s",
		all ? "refuses" : "may refuse", call_spelling(q->call),
		killed ? ", by a signal"
		: all  ? ", whatever its arguments"
		       : "");
}

/* The first line of a file; false: it cannot be read, or is empty. */
static bool read_line(const char *path, char *line, size_t size)
{
	size_t length;
	char *text = read_text(path, &length);

	snprintf(line, size, "%.*s", text ? (int)strcspn(text, "\n") : 0,
		text ? text : "");
	free(text);
	return *line != '\0';
}

/* Those that mediate memory calls or files; of the others none does. */
static bool mediates(const char *modules)
{
	static const char *const names[] = {
		"selinux", "apparmor", "smack", "tomoyo", "bpf", "ipe"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strstr(modules, names[i]))
			return true;
	return false;
}

static bool security_module(const struct inquiry *q, struct cause *c)
{
	char modules[128], label[128], path[64];
	bool listed =
		read_line("/sys/kernel/security/lsm", modules, sizeof(modules));
	bool labelled;

	snprintf(path, sizeof(path), "/proc/%d/attr/current", (int)q->subject);
	labelled = read_line(path, label, sizeof(label));
	if (listed ? !mediates(modules) : !labelled)
		return false;
	c->verified = false;
	c->spare = true;
	if (listed)
		cause_text(c, "modules", "active: ", modules);
	else
		cause_fact(c, "modules", NULL, as_null());
	if (labelled)
		cause_text(c, "label", "as ", label);
	else
		cause_fact(c, "label", NULL, as_null());
	cause_try(c, "journalctl -k | grep -i -e denied -e avc");
	return cause_says(c, "a security module may have refused it");
}

static const struct cause_row rows[] = {
	{"seccomp", "*=fail *=SIGSYS",
		"a filter of system calls (seccomp) refuses it",
		"docker run --security-opt seccomp=unconfined", seccomp},
	{"security-module", "*=EPERM,EACCES",
		"a security module may have refused it", "journalctl -k",
		security_module},
};

const struct cause_table causes_of_filters = {rows, ARRAY_SIZE(rows)};
