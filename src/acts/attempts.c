/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/attempts.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "words/array.h"
#include "words/uapi.h"

/* A length of 0 has no effect, and gives EINVAL for unknown advice. */
static enum attempt try_madvise(uint64_t advice)
{
	long result = syscall(SYS_madvise, 0L, 0L, (long)advice);

	return result == -1 && errno == EINVAL ? ATTEMPT_UNKNOWN
					       : ATTEMPT_KNOWN;
}

/* MCL_ONFAULT is as old as mlock2. */
static enum attempt try_mlock2(uint64_t flags)
{
	(void)flags;
	return syscall(SYS_mlock2, 0L, 0L, 0L) == -1 && errno == ENOSYS
		       ? ATTEMPT_UNKNOWN
		       : ATTEMPT_KNOWN;
}

/*
 * The kernel checks the flags, and the new address, which must not overlap,
 * before the old address, where nothing is mapped.
 */
static enum attempt try_mremap(uint64_t flag)
{
	long page = getpagesize();
	long result = syscall(SYS_mremap, 0L, page, page,
		(long)(flag | MREMAP_MAYMOVE), 16 * page);

	return result == -1 && errno == EFAULT ? ATTEMPT_KNOWN
					       : ATTEMPT_UNKNOWN;
}

static enum attempt try_mmap(uint64_t flag)
{
	bool validate = (flag & MAP_TYPE) == MAP_SHARED_VALIDATE;
	int fd = validate ? open("/proc/self/exe", O_RDONLY | O_CLOEXEC) : -1;
	size_t page = (size_t)getpagesize();
	void *memory;

	/* Other unknown flags are ignored without an error. */
	if (!validate && (flag & MAP_TYPE) != MAP_DROPPABLE)
		return ATTEMPT_NONE;
	if (validate && fd == -1)
		return ATTEMPT_NONE;
	memory = mmap(NULL, page, PROT_READ,
		(int)flag | (validate ? 0 : MAP_ANONYMOUS), fd, 0);
	if (fd != -1)
		close(fd);
	if (memory == MAP_FAILED)
		return errno == EINVAL ? ATTEMPT_UNKNOWN : ATTEMPT_NONE;
	munmap(memory, page);
	return ATTEMPT_KNOWN;
}

static enum attempt try_memfd(uint64_t flag)
{
	long fd;

	/* A size without MFD_HUGETLB is invalid. */
	if (flag >> MAP_HUGE_SHIFT)
		return ATTEMPT_NONE;
	fd = syscall(
		SYS_memfd_create, "memtool-try", (long)(flag | MFD_CLOEXEC));
	if (fd == -1)
		return errno == EINVAL ? ATTEMPT_UNKNOWN : ATTEMPT_NONE;
	close((int)fd);
	return ATTEMPT_KNOWN;
}

/*
 * PR_GET_ of the same property has the next number, and no effect.  Of names
 * there is none; no byte can be given one without any effect.
 */
static enum attempt try_prctl(uint64_t option)
{
	if (option == UAPI_PR_SET_VMA)
		return syscall(SYS_prctl, (long)option,
			       (long)UAPI_PR_SET_VMA_ANON_NAME, 0L, 0L,
			       0L) == -1 &&
				       errno == EINVAL
			       ? ATTEMPT_UNKNOWN
			       : ATTEMPT_KNOWN;
	return syscall(SYS_prctl, (long)option + 1, 0L, 0L, 0L, 0L) == -1 &&
			       errno == EINVAL
		       ? ATTEMPT_UNKNOWN
		       : ATTEMPT_KNOWN;
}

static const struct {
	const char *command;
	enum attempt (*attempt)(uint64_t value);
} attempts[] = {
	{"madvise", try_madvise},
	{"mlock", try_mlock2},
	{"mlockall", try_mlock2},
	{"mremap", try_mremap},
	{"mmap", try_mmap},
	{"memfd", try_memfd},
	{"prctl", try_prctl},
};

/* The result of TRY in a child; -1: the child died. */
static int in_a_child(int (*try)(const void *), const void *what)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(try(what));
	if (child == -1)
		return -1;
	while (waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct attempted_answer {
	enum attempt (*attempt)(uint64_t value);
	uint64_t value;
};

static int try_value(const void *what)
{
	const struct attempted_answer *wanted = what;

	return (int)wanted->attempt(wanted->value);
}

struct attempted_call {
	long number;
	const long *args;
};

static int try_call(const void *what)
{
	const struct attempted_call *c = what;
	const long *a = c->args;

	return syscall(c->number, a[0], a[1], a[2], a[3], a[4], 0L) == -1
		       ? errno
		       : 0;
}

int attempt_errno(long number, const long args[5])
{
	struct attempted_call c = {number, args};

	return in_a_child(try_call, &c);
}

enum attempt attempt(const char *command, uint64_t value)
{
	int result;

	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		if (strcmp(command, attempts[i].command) == 0) {
			struct attempted_answer wanted = {
				attempts[i].attempt, value};

			result = in_a_child(try_value, &wanted);
			return result < 0 ? ATTEMPT_NONE : (enum attempt)result;
		}
	return ATTEMPT_NONE;
}

static const struct name *unknown_in(
	const struct call *call, const struct names *names, uint64_t value)
{
	const struct name *name = NULL;

	while ((name = names_next(names, name, value)))
		if ((*name->since || name->mask == NAMES_WHOLE) &&
			attempt(call->command->name, name->value) ==
				ATTEMPT_UNKNOWN)
			return name;
	return NULL;
}

const struct name *attempt_unknown(
	const struct call *call, const struct param **of)
{
	const struct name *name;

	for (size_t i = 0; i < command_params(call->command); i++) {
		const struct param *param = call->command->params[i];

		if (param->kind != PARAM_FLAGS || !call_has(call, i))
			continue;
		name = unknown_in(call, param->names, call->args[i]);
		if (!name)
			continue;
		*of = param;
		return name;
	}
	return NULL;
}
