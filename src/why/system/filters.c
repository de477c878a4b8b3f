/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Seccomp filters and security modules.  Neither reports that it refused a
 * call.
 */
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "acts/attempts.h"
#include "acts/harmless_calls.h"
#include "proc/read.h"
#include "record/kernel_call.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "why/limits/growth.h"
#include "words/array.h"
#include "words/signals.h"
#include "words/syscalls.h"
#include "words/uapi.h"

/*
 * Whether the kernel itself fails every mlock so, for lack of limit or right.
 */
static bool kernel_says_so(const struct diagnosis *d)
{
	struct locking locking;

	return d->error == EPERM &&
	       (asks(d, &command_mlock) || asks(d, &command_mlockall)) &&
	       refused_by_memlock(d, &locking);
}

/*
 * Whether the system call fails in the same way where the kernel has nothing
 * to do.  A traced program has filters of its own, which a child of ours has
 * not.
 */
static bool refuses_all(const struct diagnosis *d)
{
	const char *name = record_kernel_call(d->record);
	const struct harmless_call *one = name ? harmless_call(name) : NULL;

	return one && !d->record->traced && one->answer != d->error &&
	       attempt_errno(one->number, one->args) == d->error;
}

/* The name of the system call, by which filters know it: "memfd_create". */
static const char *filtered_name(const struct diagnosis *d)
{
	const char *name = record_first_kernel_call(d->record);

	return name ? name : call_spelling(d->call);
}

static bool explain_filter(
	const struct diagnosis *d, struct cause *c, uint64_t mode)
{
	uint64_t filters;

	cause_fact(c, "seccomp", "Seccomp ", as_count(mode));
	if (diagnosis_status(d, "Seccomp_filters", &filters))
		cause_fact(c, "filters", "filters ",
			as_count(filters - d->record->tracer_filters));
	cause_try(c, "docker run --security-opt seccomp=unconfined ...");
	cause_try(
		c, "SystemCallFilter=%s, in a systemd unit", filtered_name(d));
	return true;
}

/*
 * A filter on the arguments cannot be distinguished from the kernel; nor can
 * ENOSYS, which a kernel without the call always returns.  Where the kernel
 * seems not to know a value, the filter is as likely; otherwise it is suspected
 * only if nothing else is known, whatever the errno.  An allocator's errno says
 * nothing about its calls.
 */
static bool may_be_filtered(const struct diagnosis *d, struct cause *c)
{
	const struct param *of;

	c->verified = false;
	c->spare = d->error != ENOSYS && !diagnosis_unknown(d, &of);
	return d->error && !command_has_trait(d->command, CALL_USES_HEAP);
}

/* The errno of the step's call on memory of a child's own, with this PROT. */
static int errno_with(const struct diagnosis *d, uint64_t prot, void *memory)
{
	const long map[5] = {
		0, (long)d->page, (long)prot, MAP_PRIVATE | MAP_ANONYMOUS, -1};
	const long protect[5] = {(long)memory, (long)d->page, (long)prot};

	return asks(d, &command_mmap) ? attempt_errno(UAPI_MMAP, map)
				      : attempt_errno(SYS_mprotect, protect);
}

/*
 * systemd before 254 has a filter for MemoryDenyWriteExecute=; later ones use
 * PR_SET_MDWE, which gives EACCES.
 */
static bool exec_filter(const struct diagnosis *d, struct cause *c)
{
	uint64_t prot = arg(d->call, ROLE_PROT), mode;
	void *memory;
	bool refused;

	if (!(prot & PROT_EXEC) || d->record->traced ||
		!diagnosis_filtered(d, &mode))
		return false;
	memory = mmap(
		NULL, d->page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	refused = errno_with(d, prot, memory) == d->error &&
		  errno_with(d, prot & ~(uint64_t)PROT_EXEC, memory) == 0;
	munmap(memory, d->page);
	if (!refused)
		return false;
	cause_flags(c, "prot", NULL, &names_prot, prot);
	cause_fact(c, "seccomp", "Seccomp ", as_count(mode));
	cause_try(c, "MemoryDenyWriteExecute=no, in a systemd unit");
	return cause_says(c, "a seccomp filter refuses this executable memory; "
			     "without PROT_EXEC it succeeds");
}

/* What a step of the chain refuses is no guess. */
static bool refused_in_step(
	struct cause *c, const struct diagnosis *d, const struct filtered *by)
{
	const char *name = syscall_name(by->rule.number);

	cause_text(c, "call", NULL, name);
	cause_text(c, "answer", "the filter answers ",
		filter_action(by->rule.action));
	cause_set_in(c, by->step);
	return cause_says(c, "a seccomp filter refuses %s%s", name,
		d->signal ? ", by a signal" : "");
}

static bool seccomp(const struct diagnosis *d, struct cause *c)
{
	const struct filtered *by = record_filtered(d->record);
	const struct outcome *outcome = &d->record->outcome;
	bool killed = d->signal == SIGSYS &&
		      (!outcome->coded || outcome->code == UAPI_SYS_SECCOMP);
	uint64_t mode;
	bool all;

	if (by)
		return refused_in_step(c, d, by);
	if ((d->signal && !killed) || !diagnosis_filtered(d, &mode))
		return false;
	all = killed ||
	      (!kernel_says_so(d) && d->error != ENOSYS && refuses_all(d));
	if (!all && !may_be_filtered(d, c))
		return false;
	explain_filter(d, c, mode);
	return cause_says(c, "a seccomp filter %s %s%s",
		all ? "refuses" : "may refuse", filtered_name(d),
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

/* Whether any of these modules mediates memory calls or files. */
static bool mediates(const char *modules)
{
	static const char *const names[] = {
		"selinux", "apparmor", "smack", "tomoyo", "bpf", "ipe"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strstr(modules, names[i]))
			return true;
	return false;
}

static bool security_module(const struct diagnosis *d, struct cause *c)
{
	char modules[128], label[128], path[64];
	bool listed =
		read_line("/sys/kernel/security/lsm", modules, sizeof(modules));
	bool labelled;

	snprintf(path, sizeof(path), "/proc/%d/attr/current", (int)d->subject);
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
	{"exec-filter", "mmap=EPERM,EACCES mprotect=EPERM,EACCES",
		"a seccomp filter refuses executable memory",
		"MemoryDenyWriteExecute=no, in a systemd unit", exec_filter},
	{"seccomp", "*=fail *=SIGSYS " HEAP_ENOMEM,
		"a seccomp filter refuses it",
		"docker run --security-opt seccomp=unconfined", seccomp},
	/* The hooks that these calls have are in include/linux/lsm_hook_defs.h.
	 */
	{"security-module",
		"mmap=EPERM,EACCES mremap=EPERM,EACCES mprotect=EPERM,EACCES "
		"open=EPERM,EACCES ftruncate=EPERM,EACCES memfd=EPERM,EACCES "
		"mlock=EPERM mlockall=EPERM madvise=EPERM usercopy=EPERM",
		"a security module may have refused it", "journalctl -k",
		security_module},
};

const struct cause_table causes_of_filters = {rows, ARRAY_SIZE(rows)};
