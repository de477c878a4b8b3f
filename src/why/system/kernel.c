/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this kernel does not know.  Its version alone proves nothing: features
 * are carried back to old kernels and left out of new ones.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "acts/attempts.h"
#include "proc/huge_pages.h"
#include "why/inquiry.h"
#include "words/array.h"
#include "words/uapi.h"

/* What a kernel must be built with, CONFIG_...; NULL: nothing is known. */
static const char *option_of(const struct inquiry *q)
{
	if (asks(q, &command_memfd))
		return arg(q->call, ROLE_FLAGS) & MFD_HUGETLB
			       ? "CONFIG_HUGETLBFS"
			       : "CONFIG_MEMFD_CREATE";
	if (asks(q, &command_madvise) && q->error == ENOSYS &&
		!inquiry_advice(q)->option)
		return "CONFIG_ADVISE_SYSCALLS";
	return inquiry_advice(q)->option;
}

/* What is missing: its name, since when it is there, and whether it should. */
struct missing {
	char what[64];
	const char *since;
	bool too_old;
	struct utsname kernel;
};

static bool find_missing(const struct inquiry *q, struct missing *missing)
{
	const struct param *param = NULL;
	const struct name *name = NULL;

	if (uname(&missing->kernel) == -1)
		return false;
	if (q->error == ENOSYS) {
		snprintf(missing->what, sizeof(missing->what), "%s",
			call_spelling(q->call));
		missing->since = call_since(q->call);
	} else {
		name = attempt_unknown(q->call, &param);
		if (!name)
			return false;
		snprintf(missing->what, sizeof(missing->what), "%s%s",
			param->names->prefix, name->name);
		missing->since = name->since;
	}
	missing->too_old =
		missing->since &&
		version_older(missing->kernel.release, missing->since);
	return true;
}

/* A filter of system calls can answer as if the kernel did not know. */
static bool is_filtered(const struct inquiry *q)
{
	uint64_t mode;

	return inquiry_status(q, "Seccomp", &mode) && mode != 0;
}

static bool kernel_too_old(const struct inquiry *q, struct cause *c)
{
	struct missing missing;

	if (!find_missing(q, &missing) || !missing.too_old)
		return false;
	c->verified = !is_filtered(q);
	cause_text(c, "missing", NULL, missing.what);
	cause_text(c, "since", "since Linux ", missing.since);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	cause_try(c, "Linux %s or newer", missing.since);
	return cause_says(c, "this kernel is too old for %s", missing.what);
}

/* MAP_HUGETLB is known to all, and of no use without pools. */
static bool without_hugetlb(const struct inquiry *q, struct cause *c)
{
	uint64_t sizes[HUGE_SIZES_MAX];

	if (!asks(q, &command_mmap) ||
		!(arg(q->call, ROLE_FLAGS) & MAP_HUGETLB) ||
		read_huge_sizes(sizes))
		return false;
	cause_text(c, "missing", NULL, "MAP_HUGETLB");
	cause_text(c, "option", "needs ", "CONFIG_HUGETLBFS");
	return cause_says(c, "this kernel was built without huge page pools");
}

static bool not_built(const struct inquiry *q, struct cause *c)
{
	struct missing missing;
	const char *option;

	if (!find_missing(q, &missing))
		return without_hugetlb(q, c);
	if (missing.too_old)
		return false;
	c->verified = !is_filtered(q);
	option = option_of(q);
	cause_text(c, "missing", NULL, missing.what);
	if (option) {
		cause_text(c, "option", "needs ", option);
		cause_try(c, "a kernel built with %s=y", option);
	}
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	return cause_says(c, "this kernel was built without %s", missing.what);
}

static const struct cause_row rows[] = {
	{"kernel-too-old", "*=ENOSYS,EINVAL,EOPNOTSUPP",
		"this kernel is older than the call, or than one of its flags",
		"a newer kernel", kernel_too_old},
	{"not-built", "*=ENOSYS,EINVAL", "this kernel was built without it",
		"a kernel that was built with it", not_built},
};

const struct cause_table causes_of_kernel = {rows, ARRAY_SIZE(rows)};
