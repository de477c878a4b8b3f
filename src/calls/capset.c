/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <linux/capability.h>
#include <unistd.h>

#include "command/command.h"
#include "render/field.h"

struct capabilities {
	struct __user_cap_header_struct head;
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
};

static long read_sets(struct capabilities *now)
{
	now->head = (struct __user_cap_header_struct){
		.version = _LINUX_CAPABILITY_VERSION_3};
	return syscall(SYS_capget, &now->head, now->sets);
}

static uint64_t effective(const struct capabilities *now)
{
	return (uint64_t)now->sets[1].effective << 32 | now->sets[0].effective;
}

static void act(const struct call *call, struct returned *returned)
{
	struct capability_findings *found = &returned->found.capabilities;
	struct capabilities now = {.sets = {{0}}};

	found->known = read_sets(&now) == 0;
	if (!found->known) {
		returned->error = errno;
		return;
	}
	found->before = effective(&now);
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		uint32_t kept = (uint32_t) ~(call->args[0] >> 32 * i);

		now.sets[i].effective &= kept;
		now.sets[i].permitted &= kept;
		now.sets[i].inheritable &= kept;
	}
	act_syscall(returned, SYS_capset, (uintptr_t)&now.head,
		(uintptr_t)now.sets, 0, 0, 0, 0);
}

static void settle(const struct call *call, struct returned *returned)
{
	struct capability_findings *found = &returned->found.capabilities;
	struct capabilities now = {.sets = {{0}}};

	(void)call;
	found->known &= read_sets(&now) == 0;
	found->after = effective(&now);
}

#define SETS(member)                                                           \
	MEMBER(struct capability_findings, member),                            \
		IF_HAS(struct capability_findings, known)

static const struct field fields[] = {
	{"effective_before", "effective ", VALUE_ADDRESS, SETS(before)},
	{"effective_after", " -> ", VALUE_ADDRESS, SETS(after)},
};

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)call;
	(void)bytes;
	render_fields(r, FIELDS(fields), &returned->found.capabilities);
}

static const char *shape(const struct call *call)
{
	(void)call;
	return "capset({drop=$0})";
}

static const char *last_kernel_call(
	const struct call *call, const struct returned *returned)
{
	(void)call;
	return returned->found.capabilities.known ? "capset" : "capget";
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.kernel_calls = "capget capset",
	.last_kernel_call = last_kernel_call,
	.settle = settle,
	.shape = shape,
	.print = print,
};

const struct command command_capset = {
	.name = "capset",
	.summary = "drop capabilities",
	.describes =
		"Removes capabilities from the effective, permitted and "
		"inheritable sets of the subject, for the steps that follow, "
		"as docker run --cap-drop does. drop=all removes all of them. "
		"The user stays the same: a root without capabilities still "
		"owns root's files. A dropped capability cannot come back.",
	.manual = "capset(2)",
	.params = {&param_drop},
	.word = &param_drop,
	.call = &call,
};
