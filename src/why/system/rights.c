/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Missing rights: capabilities, user namespaces, MDWE. */
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include "why/limits/growth.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/uapi.h"

static bool wanted_for_user(
	const struct diagnosis *d, int *capability, const char **name)
{
	bool groups = d->call->shown && d->call->shown <= USER_SETUID;

	*capability = groups ? CAP_SETGID : CAP_SETUID;
	*name = groups ? "CAP_SETGID" : "CAP_SETUID";
	return d->error == EPERM;
}

/* The capability that the call needs, and its name; false: none. */
static bool wanted_capability(
	const struct diagnosis *d, int *capability, const char **name)
{
	struct locking locking;

	if (asks(d, &command_setuid))
		return wanted_for_user(d, capability, name);
	*capability = CAP_SYS_ADMIN;
	*name = "CAP_SYS_ADMIN";
	if (d->error == EPERM &&
		diagnosis_advice(d)->traits & ADVICE_PRIVILEGED)
		return true;
	*capability = CAP_IPC_LOCK;
	*name = "CAP_IPC_LOCK";
	return !asks(d, &command_madvise) && passes_memlock(d, &locking);
}

/* CAP_IPC_LOCK is not here: memlock-limit names it. */
static bool capability(const struct diagnosis *d, struct cause *c)
{
	const char *name;
	int number;

	if (!wanted_capability(d, &number, &name) ||
		diagnosis_has_capability(d, number))
		return false;
	cause_text(c, "capability", NULL, name);
	cause_set_in(c, d->record->acting->set.rights);
	cause_try_capability(d, c, number, name);
	return cause_says(c, "only a process with %s may do this", name);
}

static bool user_namespace(const struct diagnosis *d, struct cause *c)
{
	const char *name;
	int number;

	if (!wanted_capability(d, &number, &name) ||
		!diagnosis_capable_elsewhere(d, number))
		return false;
	cause_text(c, "capability", "it has ", name);
	cause_text(c, "namespace", "in ", "its own user namespace");
	cause_set_in(c, diagnosis_set(d)->namespace);
	if (number == CAP_IPC_LOCK)
		cause_try(c, "raise RLIMIT_MEMLOCK outside, before it starts");
	cause_try(c, "run it outside the user namespace");
	return cause_says(
		c, "%s counts only in the initial user namespace", name);
}

#ifndef PR_GET_MDWE /* 6.3 */
#define PR_GET_MDWE 66
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

/* Inherited, so ours is the subject's, unless a step set it. */
static int mdwe_of(const struct diagnosis *d, int *step)
{
	const struct set_option *set = &diagnosis_set(d)->mdwe;

	*step = set->step;
	return *step ? (int)set->value : prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L);
}

static bool mdwe(const struct diagnosis *d, struct cause *c)
{
	int step, is = mdwe_of(d, &step);
	uint64_t prot = arg(d->call, ROLE_PROT);
	struct mapping m;
	bool gains = asks(d, &command_mprotect) &&
		     diagnosis_mapping(d, arg(d->call, ROLE_ADDR), &m) &&
		     m.perms[2] != 'x';

	if (!(prot & PROT_EXEC) || (!(prot & PROT_WRITE) && !gains))
		return false;
	/* Another process can set it for itself, and only it can ask. */
	c->verified = is > 0 && is & PR_MDWE_REFUSE_EXEC_GAIN;
	c->spare = !c->verified;
	if (!c->verified && !d->record->traced)
		return false;
	cause_fact(c, "mdwe", c->verified ? "PR_GET_MDWE " : NULL,
		c->verified ? as_number(is) : as_null());
	cause_set_in(c, step);
	cause_try(c, "map it from a file, executable and not writable");
	if (!step && c->verified)
		cause_try(c, "MemoryDenyWriteExecute=no, in a systemd unit");
	if (!c->verified)
		return cause_says(c, "the program may have forbidden itself "
				     "such memory by PR_SET_MDWE");
	return cause_says(c, gains && !(prot & PROT_WRITE)
				     ? "memory that was not executable may not "
				       "become executable"
				     : "memory may not be both writable and "
				       "executable");
}

static const struct cause_row rows[] = {
	{"capability", "madvise=EPERM setuid=EPERM",
		"only a process with a certain capability may do this",
		"run it as root, or docker run --cap-add", capability},
	{"user-namespace",
		"mlock=ENOMEM,EPERM mlockall=ENOMEM,EPERM mmap=EAGAIN,EPERM "
		"mremap=EAGAIN madvise=EPERM",
		"the capability counts only in the initial user namespace",
		"raise the limit outside, or run it there", user_namespace},
	{"mdwe", "mmap=EACCES mprotect=EACCES",
		"memory may not be both writable and executable "
		"(PR_SET_MDWE)",
		"map it from a file, executable and not writable", mdwe},
};

const struct cause_table causes_of_rights = {rows, ARRAY_SIZE(rows)};
