/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "words/limits.h"

/* prlimit64(2): 64-bit limits on all machines. */
static void act(const struct call *call, struct returned *returned)
{
	struct limit_findings *found = &returned->found.limit;
	struct limit_setting setting;
	uint64_t now[2];

	memcpy(&setting, call->text, sizeof(setting));
	found->known = syscall(SYS_prlimit64, 0, (long)setting.resource, NULL,
			       now) == 0;
	if (!found->known) {
		returned->error = errno;
		return;
	}
	found->soft_before = now[0];
	found->hard_before = now[1];
	if (setting.has_soft)
		now[0] = setting.soft;
	if (setting.has_hard)
		now[1] = setting.hard;
	act_syscall(returned, SYS_prlimit64, 0, setting.resource,
		(uintptr_t)now, 0, 0, 0);
}

/* What the kernel made of it: RLIMIT_CPU has no 0. */
static void settle(const struct call *call, struct returned *returned)
{
	struct limit_findings *found = &returned->found.limit;
	struct limit_setting setting;
	uint64_t now[2];

	memcpy(&setting, call->text, sizeof(setting));
	found->known &= syscall(SYS_prlimit64, 0, (long)setting.resource, NULL,
				now) == 0;
	if (!found->known)
		return;
	found->soft_after = now[0];
	found->hard_after = now[1];
}

struct limit_keys {
	const char *before, *after, *label;
};

static void print_limit(struct render *r, const struct limit_keys *keys,
	enum value_kind kind, const uint64_t *values)
{
	bool changed = values[0] != values[1];

	render_fact(r, keys->before, kind == VALUE_NULL ? NULL : keys->label,
		(struct value){kind, values[0], NULL});
	render_fact(r, keys->after, changed ? " -> " : NULL,
		(struct value){kind, values[1], NULL});
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	static const struct limit_keys soft = {
		"soft_before", "soft_after", "soft "};
	static const struct limit_keys hard = {
		"hard_before", "hard_after", ", hard "};
	const struct limit_findings *found = &returned->found.limit;
	struct limit_setting setting = {0};
	enum value_kind kind;

	(void)bytes;
	memcpy(&setting, call->text, sizeof(setting));
	kind = !found->known                           ? VALUE_NULL
	       : limit_is_bytes((int)setting.resource) ? VALUE_LIMIT_BYTES
						       : VALUE_LIMIT;
	print_limit(r, &soft, kind,
		(uint64_t[]){found->soft_before, found->soft_after});
	print_limit(r, &hard, kind,
		(uint64_t[]){found->hard_before, found->hard_after});
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.kernel_calls = "prlimit64",
	.settle = settle,
	.print = print,
};

const struct command command_setrlimit = {
	.name = "setrlimit",
	.summary = "set a resource limit",
	.describes =
		"Sets a limit of the subject for the steps that follow, as "
		"ulimit does for a shell: memlock=64K sets the soft limit, "
		"which the kernel enforces, and the hard limit, up to which "
		"the soft one can be raised. memlock=64K: sets only the soft "
		"limit, memlock=:64K only the hard one; unlimited is a value. "
		"Without CAP_SYS_RESOURCE a lowered hard limit cannot be "
		"raised again. What is in use already stays, even above the "
		"new limit.",
	.manual = "setrlimit(2)",
	.params = {&param_limit},
	.word = &param_limit,
	.call = &call,
};
