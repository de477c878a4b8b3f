/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Features that this kernel lacks.  The version alone proves nothing: features
 * are backported to old kernels and left out of new ones.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/huge_pages.h"
#include "record/features.h"
#include "record/kernel_call.h"
#include "why/diagnosis.h"
#include "words/array.h"
#include "words/uapi.h"

/* A missing feature: its name, its first version, this kernel's version. */
struct missing {
	char what[64];
	struct feature feature;
	const char *sign; /* see feature_shown() */
	bool too_old, shown;
	struct utsname kernel;
};

static bool find_missing(const struct diagnosis *d, struct missing *missing)
{
	const struct param *param = NULL;
	const struct name *name = NULL;
	const char *call = record_first_kernel_call(d->record);

	if (record_filtered(d->record) || uname(&missing->kernel) == -1)
		return false;
	if (d->error == ENOSYS) {
		snprintf(missing->what, sizeof(missing->what), "%s",
			call ? call : call_spelling(d->call));
	} else {
		name = diagnosis_unknown(d, &param);
		if (!name)
			return false;
		snprintf(missing->what, sizeof(missing->what), "%s%s",
			param->names->prefix, name->name);
	}
	missing->feature = feature_of(d->record, name);
	missing->too_old = feature_too_new(&missing->feature);
	missing->shown = feature_shown(&missing->feature, &missing->sign);
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
	cause_text(c, "since", "since Linux ", missing.feature.since);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	cause_try(c, "Linux %s or newer", missing.feature.since);
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
	option = missing.feature.option;
	if (missing.too_old || missing.shown)
		return false;
	c->verified = !is_filtered(d);
	cause_text(c, "missing", NULL, missing.what);
	cause_text(c, "option", "needs ", option);
	cause_try(c, "a kernel built with %s=y", option);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	return cause_says(c, "this kernel was built without %s", missing.what);
}

/* The kernel has it, so it was not the kernel that refused. */
static bool not_the_kernel(const struct diagnosis *d, struct cause *c)
{
	struct missing missing;

	if (!find_missing(d, &missing) || !missing.shown)
		return false;
	c->verified = false;
	cause_text(c, "missing", NULL, missing.what);
	if (missing.feature.since)
		cause_text(c, "since", "since Linux ", missing.feature.since);
	if (missing.sign)
		cause_text(c, "sign", "shown by ", missing.sign);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	return cause_says(c,
		"%s has %s: an emulator, a filter or a tracer may have "
		"answered",
		missing.sign ? "this kernel" : "every kernel of this version",
		missing.what);
}

/* The calls with flags, or advice, that some kernels lack. */
#define UNKNOWN_FLAGS                                                          \
	"mremap=EINVAL madvise=EINVAL mlock=EINVAL mlockall=EINVAL "           \
	"memfd=EINVAL prctl=EINVAL "

static const struct cause_row rows[] = {
	{"kernel-too-old",
		"mmap=EINVAL,EOPNOTSUPP " UNKNOWN_FLAGS
		"mlock=ENOSYS memfd=ENOSYS mseal=ENOSYS seccomp=ENOSYS",
		"this kernel is older than the call, or than one of its flags",
		"a newer kernel", kernel_too_old},
	{"not-built",
		"mmap=EINVAL " UNKNOWN_FLAGS
		"madvise=ENOSYS memfd=ENOSYS mseal=ENOSYS usercopy=ENOSYS "
		"seccomp=ENOSYS",
		"this kernel was built without it", "a kernel built with it",
		not_built},
	{"not-the-kernel", "*=ENOSYS mmap=EINVAL " UNKNOWN_FLAGS,
		"an emulator, a filter or a tracer answered, not the kernel",
		NULL, not_the_kernel},
};

const struct cause_table causes_of_kernel = {rows, ARRAY_SIZE(rows)};
