/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user namespace of its own, in which its user is mapped to itself. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "command/command.h"
#include "render/field.h"

/* Append NUMBER in decimal; snprintf is not for the subject. */
static char *put_number(char *to, unsigned number)
{
	char digits[12];
	size_t length = 0;

	do {
		digits[length++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (length)
		*to++ = digits[--length];
	return to;
}

/* 0, or an errno. */
static int write_file(const char *path, const char *text, size_t length)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd == -1)
		return errno;
	if (write(fd, text, length) == -1)
		error = errno;
	close(fd);
	return error;
}

/* "1000 1000 1": the ID is mapped to itself. */
static int map_id(const char *path, unsigned id)
{
	char line[40], *at = put_number(line, id);

	*at++ = ' ';
	at = put_number(at, id);
	memcpy(at, " 1", 2);
	return write_file(path, line, (size_t)(at + 2 - line));
}

/* user_namespaces(7): the groups are mapped after setgroups is denied. */
static void act(const struct call *call, struct returned *returned)
{
	struct namespace_findings *found = &returned->found.namespace;
	unsigned uid = geteuid(), gid = getegid();
	bool user = call->args[0] & CLONE_NEWUSER;

	act_syscall(returned, SYS_unshare, call->args[0], 0, 0, 0, 0, 0);
	if (returned->error || !user)
		return;
	returned->error = map_id("/proc/self/uid_map", uid);
	if (!returned->error)
		returned->error = write_file("/proc/self/setgroups", "deny", 4);
	if (!returned->error)
		returned->error = map_id("/proc/self/gid_map", gid);
	found->not_mapped = returned->error != 0;
}

/* The kernel takes this away with the old rights. */
static void settle(const struct call *call, struct returned *returned)
{
	(void)call;
	(void)returned;
	syscall(SYS_prctl, (long)PR_SET_PDEATHSIG, (long)act_death_signal, 0L,
		0L, 0L);
	syscall(SYS_prctl, (long)PR_SET_DUMPABLE, 1L, 0L, 0L, 0L);
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	bool failed = returned->found.namespace.not_mapped;

	(void)call;
	(void)bytes;
	render_fact(r, "failed",
		failed ? "it was made, but not mapped: " : NULL,
		failed ? as_text("uid_map") : as_null());
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.settle = settle,
	.print = print,
};

const struct command command_unshare = {
	.name = "unshare",
	.summary = "enter a user namespace",
	.describes =
		"Moves the subject into a user namespace of its own for the "
		"steps that follow, as containers without root do, and maps "
		"its user and group to themselves. There it has all "
		"capabilities, but they count only for what belongs to that "
		"namespace: limits on locked memory apply as before.",
	.manual = "unshare(2)",
	.params = {&param_namespaces},
	.word = &param_namespaces,
	.call = &call,
};
