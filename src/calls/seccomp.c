/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "command/command.h"
#include "command/plan.h"
#include "words/filter.h"

#ifndef SECCOMP_RET_KILL_PROCESS /* 4.14 */
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif

/* The number, two instructions for each rule, and the end. */
enum { INSTRUCTIONS_MAX = 2 + 2 * FILTER_RULES_MAX };

SUBJECT_STATE static struct sock_filter program[INSTRUCTIONS_MAX];

static uint32_t answer(int32_t action)
{
	switch (action) {
	case FILTER_KILL:
		return SECCOMP_RET_KILL_PROCESS;
	case FILTER_TRAP:
		return SECCOMP_RET_TRAP;
	default:
		return SECCOMP_RET_ERRNO |
		       ((uint32_t)action & SECCOMP_RET_DATA);
	}
}

static unsigned short compile(const struct call *call)
{
	struct sock_filter *at = program;
	struct filter_rule rule;
	uint32_t count;

	memcpy(&count, call->text + offsetof(struct filter, count),
		sizeof(count));
	*at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		(uint32_t)offsetof(struct seccomp_data, nr));
	for (uint32_t i = 0; i < count && i < FILTER_RULES_MAX; i++) {
		memcpy(&rule,
			call->text + offsetof(struct filter, rules) +
				i * sizeof(rule),
			sizeof(rule));
		*at++ = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, rule.number, 0, 1);
		*at++ = (struct sock_filter)BPF_STMT(
			BPF_RET | BPF_K, answer(rule.action));
	}
	*at++ = (struct sock_filter)BPF_STMT(
		BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	return (unsigned short)(at - program);
}

static void act(const struct call *call, struct returned *returned)
{
	struct sock_fprog filter = {.len = compile(call), .filter = program};

	act_syscall(returned, SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0,
		(uintptr_t)&filter, 0, 0, 0);
}

static const char *shape(const struct call *call)
{
	(void)call;
	return "seccomp(SECCOMP_SET_MODE_FILTER, 0, {$0})";
}

/* Without no_new_privs only a process with CAP_SYS_ADMIN may. */
static bool lacks_first(const struct plan *plan, const char *word)
{
	(void)word;
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->steps[i].command->name, "prctl") == 0 &&
			plan->steps[i].args[0].number == PR_SET_NO_NEW_PRIVS)
			return false;
	return true;
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.shape = shape,
};

const struct command command_seccomp = {
	.name = "seccomp",
	.summary = "refuse system calls by a filter",
	.describes =
		"Installs a filter of system calls for the steps that follow, "
		"as a container or systemd does. Each NAME of a system call, "
		"as strace prints it, fails with the errno after =, or EPERM; "
		"kill ends the subject, and trap sends it SIGSYS. A filter "
		"cannot be removed; of several the strictest counts. The "
		"calls by which the subject reports its steps, such as write, "
		"cannot be filtered.",
	.manual = "seccomp(2)",
	.params = {&param_filter},
	.word = &param_filter,
	.first = "prctl no_new_privs",
	.lacks_first = lacks_first,
	.since = "3.17",
	.call = &call,
};
