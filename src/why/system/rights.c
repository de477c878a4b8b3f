/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this process may not do: capabilities, user namespaces, MDWE. */
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include "why/limits/growth.h"
#include "words/array.h"
#include "words/uapi.h"

/* The capability that the call wants, and its name; false: it wants none. */
static bool wanted_capability(
	const struct inquiry *q, int *capability, const char **name)
{
	struct locking l;

	*capability = CAP_SYS_ADMIN;
	*name = "CAP_SYS_ADMIN";
	if (q->error == EPERM && inquiry_advice(q)->traits & ADVICE_PRIVILEGED)
		return true;
	*capability = CAP_IPC_LOCK;
	*name = "CAP_IPC_LOCK";
	return !asks(q, &command_madvise) && passes_memlock(q, &l);
}

/* Where a limit says so as well, it is the limit that is told. */
static bool capability(const struct inquiry *q, struct cause *c)
{
	const char *name;
	int number;

	if (!wanted_capability(q, &number, &name) ||
		inquiry_has_capability(q, number))
		return false;
	cause_text(c, "capability", NULL, name);
	cause_try(c, "run it as root");
	cause_try(c, "docker run --cap-add %s ...", name + sizeof("CAP_") - 1);
	if (number == CAP_IPC_LOCK)
		cause_try(c, "setcap cap_ipc_lock+ep PROGRAM");
	return cause_says(c, "only a process with %s may do this", name);
}

static bool user_namespace(const struct inquiry *q, struct cause *c)
{
	const char *name;
	int number;

	if (!wanted_capability(q, &number, &name) ||
		!inquiry_capable_elsewhere(q, number))
		return false;
	cause_text(c, "capability", "it has ", name);
	cause_text(c, "namespace", "in ", "a user namespace of its own");
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

/* Inherited, so that ours is the subject's (PR_SET_MDWE(2const)). */
static bool mdwe(const struct inquiry *q, struct cause *c)
{
	int is = prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L);
	uint64_t prot = arg(q->call, ROLE_PROT);
	struct mapping m;
	bool gains = asks(q, &command_mprotect) &&
		     inquiry_mapping(q, arg(q->call, ROLE_ADDR), &m) &&
		     m.perms[2] != 'x';

	if (is <= 0 || !(is & PR_MDWE_REFUSE_EXEC_GAIN) ||
		!(prot & PROT_EXEC) || (!(prot & PROT_WRITE) && !gains))
		return false;
	cause_fact(c, "mdwe", "PR_GET_MDWE ", as_number(is));
	cause_try(c, "map it executable from a file, and not writable");
	cause_try(c, "MemoryDenyWriteExecute=no, in a systemd unit");
	return cause_says(
		c, gains && !(prot & PROT_WRITE)
			   ? "what was not executable may not become so"
			   : "memory may not be both writable and "
			     "executable");
}

static const struct cause_row rows[] = {
	{"capability", "mlock=EPERM mlockall=EPERM mmap=EPERM madvise=EPERM",
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
		"map it executable from a file, and not writable", mdwe},
};

const struct cause_table causes_of_rights = {rows, ARRAY_SIZE(rows)};
