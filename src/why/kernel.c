/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this kernel does not know.  Its version alone proves nothing: features
 * are carried back to old kernels and left out of new ones.  So each is tried
 * in this process, by a call that has no effect.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/huge.h"
#include "why/evidence.h"
#include "words/uapi.h"

enum verdict { KNOWN, UNKNOWN, UNTRIED };

/* A length of 0 changes nothing, and is EINVAL for an advice not known. */
static enum verdict try_madvise(uint64_t advice)
{
	long result = syscall(SYS_madvise, 0L, 0L, (long)advice);

	return result == -1 && errno == EINVAL ? UNKNOWN : KNOWN;
}

/* MCL_ONFAULT came with the call. */
static enum verdict try_mlock2(uint64_t flags)
{
	(void)flags;
	return syscall(SYS_mlock2, 0L, 0L, 0L) == -1 && errno == ENOSYS
		       ? UNKNOWN
		       : KNOWN;
}

/* The flags are looked at before the address, where nothing is mapped. */
static enum verdict try_mremap(uint64_t flag)
{
	long page = getpagesize();
	long result = syscall(
		SYS_mremap, 0L, page, page, (long)(flag | MREMAP_MAYMOVE), 0L);

	return result == -1 && errno == EFAULT ? KNOWN : UNKNOWN;
}

static enum verdict try_mmap(uint64_t flag)
{
	bool validate = (flag & MAP_TYPE) == MAP_SHARED_VALIDATE;
	int fd = validate ? open("/proc/self/exe", O_RDONLY | O_CLOEXEC) : -1;
	size_t page = (size_t)getpagesize();
	void *memory;

	/* The others are ignored where they are not known, and no error. */
	if (!validate && (flag & MAP_TYPE) != MAP_DROPPABLE)
		return UNTRIED;
	if (validate && fd == -1)
		return UNTRIED;
	memory = mmap(NULL, page, PROT_READ,
		(int)flag | (validate ? 0 : MAP_ANONYMOUS), fd, 0);
	if (fd != -1)
		close(fd);
	if (memory == MAP_FAILED)
		return errno == EINVAL ? UNKNOWN : UNTRIED;
	munmap(memory, page);
	return KNOWN;
}

static enum verdict try_memfd(uint64_t flag)
{
	long fd = syscall(
		SYS_memfd_create, "memtool-try", (long)(flag | MFD_CLOEXEC));

	if (fd == -1)
		return errno == EINVAL ? UNKNOWN : UNTRIED;
	close((int)fd);
	return KNOWN;
}

static const struct {
	const char *command;
	enum verdict (*attempt)(uint64_t value);
} attempts[] = {
	{"madvise", try_madvise},
	{"mlock", try_mlock2},
	{"mlockall", try_mlock2},
	{"mremap", try_mremap},
	{"mmap", try_mmap},
	{"memfd", try_memfd},
};

static enum verdict attempt(const struct inquiry *q, const struct name *name)
{
	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++)
		if (asks(q, attempts[i].command))
			return attempts[i].attempt(name->value);
	return UNTRIED;
}

/* The first named value of the call that this kernel does not know. */
static const struct name *unknown_name(
	const struct inquiry *q, const struct param **of)
{
	for (size_t i = 0; i < command_params(q->command); i++) {
		const struct param *param = q->command->params[i];
		const struct names *names = param->names;
		uint64_t value = call_get(q->call, param);

		if (param->kind != PARAM_FLAGS || !call_has(q->call, i))
			continue;
		for (size_t n = 0; n < names->count; n++) {
			const struct name *name = &names->list[n];

			if (!name->value || (value & name->mask) != name->value)
				continue;
			/* An old flag is known; an advice may be left out. */
			if (!name->since && name->mask != NAMES_WHOLE)
				continue;
			if (attempt(q, name) == UNKNOWN) {
				*of = param;
				return name;
			}
		}
	}
	return NULL;
}

/* What a kernel must be built with, CONFIG_...; NULL: nothing is known. */
static const char *option_of(const struct inquiry *q)
{
	if (asks(q, "memfd"))
		return "CONFIG_MEMFD_CREATE";
	if (!asks(q, "madvise"))
		return "CONFIG_MMU";
	switch (q->call->advice) {
	case MADV_MERGEABLE:
	case MADV_UNMERGEABLE:
		return "CONFIG_KSM";
	case MADV_HUGEPAGE:
	case MADV_NOHUGEPAGE:
	case MADV_COLLAPSE:
		return "CONFIG_TRANSPARENT_HUGEPAGE";
	case MADV_HWPOISON:
	case MADV_SOFT_OFFLINE:
		return "CONFIG_MEMORY_FAILURE";
	default:
		return q->error == ENOSYS ? "CONFIG_ADVISE_SYSCALLS" : NULL;
	}
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
		name = unknown_name(q, &param);
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
	cause_text(c, "missing", "", missing.what);
	cause_text(c, "since", "since Linux ", missing.since);
	cause_text(c, "kernel", "this is ", missing.kernel.release);
	cause_try(c, "Linux %s or newer", missing.since);
	return cause_says(c, "this kernel is too old for %s", missing.what);
}

/* MAP_HUGETLB is known to all, and of no use without pools. */
static bool without_hugetlb(const struct inquiry *q, struct cause *c)
{
	uint64_t sizes[HUGE_SIZES_MAX];

	if (!asks(q, "mmap") || !(q->call->flags & MAP_HUGETLB) ||
		read_huge_sizes(sizes))
		return false;
	cause_text(c, "missing", "", "MAP_HUGETLB");
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
	cause_text(c, "missing", "", missing.what);
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

const struct cause_table causes_of_kernels = {
	rows, sizeof(rows) / sizeof(*rows)};
