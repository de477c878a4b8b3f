/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Features that this kernel lacks.  The version alone proves nothing: features
 * are backported to old kernels and left out of new ones.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "acts/attempts.h"
#include "proc/huge_pages.h"
#include "why/diagnosis.h"
#include "words/array.h"
#include "words/uapi.h"

/* What a kernel must be built with, CONFIG_...; NULL: unknown. */
static const char *option_of(
	const struct diagnosis *d, const struct name *missing)
{
	if (missing && *missing->option)
		return missing->option;
	if (asks(d, &command_memfd))
		return "CONFIG_MEMFD_CREATE";
	if (asks(d, &command_mseal))
		return "CONFIG_64BIT";
	if (asks(d, &command_madvise) && d->error == ENOSYS &&
		!diagnosis_advice(d)->option)
		return "CONFIG_ADVISE_SYSCALLS";
	return diagnosis_advice(d)->option;
}

/* A missing feature: its name, its first version, this kernel's version. */
struct missing {
	char what[64];
	const struct name *name; /* of a flag; NULL: the call */
	const char *since;
	bool too_old;
	struct utsname kernel;
};

static bool find_missing(const struct diagnosis *d, struct missing *missing)
{
	const struct param *param = NULL;
	const struct name *name = NULL;

	missing->name = NULL;
	if (record_filtered(d->record))
		return false;
	if (uname(&missing->kernel) == -1)
		return false;
	if (d->error == ENOSYS) {
		snprintf(missing->what, sizeof(missing->what), "%s",
			call_spelling(d->call));
		missing->since = call_since(d->call);
	} else {
		name = diagnosis_unknown(d, &param);
		if (!name)
			return false;
		snprintf(missing->what, sizeof(missing->what), "%s%s",
			param->names->prefix, name->name);
		missing->name = name;
		missing->since = *name->since ? name->since : NULL;
	}
	missing->too_old =
		missing->since &&
		version_older(missing->kernel.release, missing->since);
	return true;
}

/* A seccomp filter can answer as a kernel without the call would. */
static bool is_filtered(const struct diagnosis *d)
{
	uint64_t mode;

	return diagnosis_filtered(d, &mode);
}

static bool kernel_too_old(const struct diagnosis *d, struct cause *c)
{
	struct missing missing;

	if (!find_missing(d, &missing) || !missing.too_old)
		return false;
	c->verified = !is_filtered(d);
	cause_text(c, "missing", NULL, missing.what);
	cause_text(c, "since", "since Linux ", missing.since);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	cause_try(c, "Linux %s or newer", missing.since);
	return cause_says(c, "this kernel is too old for %s", missing.what);
}

/* Every kernel knows MAP_HUGETLB, but it needs hugetlb pools. */
static bool without_hugetlb(const struct diagnosis *d, struct cause *c)
{
	uint64_t sizes[HUGE_SIZES_MAX];

	if (!asks(d, &command_mmap) ||
		!(arg(d->call, ROLE_FLAGS) & MAP_HUGETLB) ||
		read_huge_sizes(sizes))
		return false;
	cause_text(c, "missing", NULL, "MAP_HUGETLB");
	cause_text(c, "option", "needs ", "CONFIG_HUGETLBFS");
	return cause_says(c, "this kernel was built without huge page pools");
}

static bool not_built(const struct diagnosis *d, struct cause *c)
{
	struct missing missing;
	const char *option;

	if (!find_missing(d, &missing))
		return without_hugetlb(d, c);
	option = option_of(d, missing.name);
	if (missing.too_old || !option)
		return false;
	c->verified = !is_filtered(d);
	cause_text(c, "missing", NULL, missing.what);
	cause_text(c, "option", "needs ", option);
	cause_try(c, "a kernel built with %s=y", option);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	return cause_says(c, "this kernel was built without %s", missing.what);
}

/* Every kernel of this version has it, so it was not the kernel that refused.
 */
static bool not_the_kernel(const struct diagnosis *d, struct cause *c)
{
	struct missing missing;

	if (!find_missing(d, &missing) || missing.too_old ||
		option_of(d, missing.name))
		return false;
	c->verified = false;
	cause_text(c, "missing", NULL, missing.what);
	if (missing.since)
		cause_text(c, "since", "since Linux ", missing.since);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	return cause_says(c,
		"every kernel of this version has %s: an emulator, a filter or "
		"a tracer may have answered",
		missing.what);
}

/* The calls with flags, or advice, that some kernels lack. */
#define UNKNOWN_FLAGS                                                          \
	"mremap=EINVAL madvise=EINVAL mlock=EINVAL mlockall=EINVAL "           \
	"memfd=EINVAL prctl=EINVAL "

static const struct cause_row rows[] = {
	{"kernel-too-old",
		"mmap=EINVAL,EOPNOTSUPP " UNKNOWN_FLAGS
		"mlock=ENOSYS memfd=ENOSYS mseal=ENOSYS",
		"this kernel is older than the call, or than one of its flags",
		"a newer kernel", kernel_too_old},
	{"not-built",
		"mmap=EINVAL " UNKNOWN_FLAGS
		"madvise=ENOSYS memfd=ENOSYS mseal=ENOSYS",
		"this kernel was built without it", "a kernel built with it",
		not_built},
	{"not-the-kernel", "*=ENOSYS mmap=EINVAL " UNKNOWN_FLAGS,
		"an emulator, a filter or a tracer answered, not the kernel",
		NULL, not_the_kernel},
};

const struct cause_table causes_of_kernel = {rows, ARRAY_SIZE(rows)};
