/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setuid, after the groups that a process with this user would keep.  The C
 * library has all threads do it (nptl(7)).
 */
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "acts/user.h"

static int make(unsigned stage, uint64_t user)
{
	switch (stage) {
	case USER_SETGROUPS:
		return setgroups(0, NULL);
	case USER_SETGID:
		return setgid(user_gid(user));
	default:
		return setuid(user_uid(user));
	}
}

static void act(const struct call *call, struct returned *returned)
{
	struct user_findings *found = &returned->found.user;

	found->uid_before = getuid();
	found->gid_before = getgid();
	act_begin(returned);
	for (unsigned i = 0; i < USER_STAGES && !returned->error; i++) {
		returned->value = make(i, call->args[0]);
		returned->error = returned->value == -1 ? errno : 0;
		found->stage = i;
	}
	act_end(returned);
}

/*
 * The kernel clears the death signal and forbids to look at a process that
 * changes its user.  A parent that ended meanwhile is noticed by the channel.
 */
static void settle(const struct call *call, struct returned *returned)
{
	struct user_findings *found = &returned->found.user;

	(void)call;
	syscall(SYS_prctl, (long)PR_SET_PDEATHSIG, (long)act_death_signal, 0L,
		0L, 0L);
	syscall(SYS_prctl, (long)PR_SET_DUMPABLE, 1L, 0L, 0L, 0L);
	found->uid_after = getuid();
	found->gid_after = getgid();
}

/* The groups are gone, and perhaps another group is in effect. */
static bool acted_in_part(
	const struct call *call, const struct returned *returned)
{
	(void)call;
	return returned->found.user.stage > USER_SETGROUPS;
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.kernel_calls = "setgroups setgid setuid",
	.last_kernel_call = user_kernel_call,
	.settle = settle,
	.acted_in_part = acted_in_part,
	.shape = user_shape,
	.print = user_print,
};

const struct command command_setuid = {
	.name = "setuid",
	.summary = "become another user",
	.describes =
		"Makes the subject another user's process for the steps that "
		"follow, as setpriv(1) does: setgroups drops all groups, "
		"setgid and setuid set the real, effective and saved IDs. The "
		"step shows the first of them that fails, else setuid. Root "
		"loses all capabilities, and cannot return. memtool itself "
		"stays who it is, and sees all that it saw before.",
	.manual = "setuid(2)",
	.params = {&param_user},
	.word = &param_user,
	.call = &call,
};
