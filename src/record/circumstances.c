/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/circumstances.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "record/performer.h"
#include "words/array.h"
#include "words/syscalls.h"

/* Calls that make a system call of another name. */
static const struct {
	const char *command, *makes;
} other_names[] = {
	{"memfd", "memfd_create"},
	{"memfd", "ftruncate"},
	{"open", "openat"},
	{"mmap", "mmap2"},
	{"sbrk", "brk"},
	{"ftruncate", "ftruncate64"},
	{"sleep", "clock_nanosleep"},
	{"setrlimit", "prlimit64"},
	{"setuid", "setgroups"},
	{"setuid", "setgid"},
	{"fork", "clone"},
	{"fork", "clone3"},
	{"thread", "clone"},
	{"thread", "clone3"},
	{"thread", "mmap"},
	{"thread", "mmap2"},
	{"thread", "mprotect"},
	{"exit", "exit_group"},
};

/* The system calls of an allocator. */
static bool is_of_heap(const char *name)
{
	static const char *const names[] = {
		"mmap", "mmap2", "brk", "munmap", "mremap", "madvise"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool makes(const struct call *call, const char *name)
{
	if (strcmp(call_spelling(call), name) == 0)
		return true;
	if (command_has_trait(call->command, CALL_USES_HEAP))
		return is_of_heap(name);
	for (size_t i = 0; i < ARRAY_SIZE(other_names); i++)
		if (strcmp(other_names[i].command, call->command->name) == 0 &&
			strcmp(other_names[i].makes, name) == 0)
			return true;
	return false;
}

/* The C library makes EAGAIN of ENOMEM, pthread_create(3). */
static bool is_translated(int32_t action, const struct call *call, int error)
{
	return strcmp(call->command->name, "thread") == 0 && action == ENOMEM &&
	       error == EAGAIN;
}

static bool answers(int32_t action, const struct record *record)
{
	const struct outcome *outcome = &record->outcome;

	if (action == FILTER_KILL || action == FILTER_TRAP)
		return outcome->kind == OUTCOME_SIGNAL &&
		       outcome->number == SIGSYS;
	return outcome->kind == OUTCOME_ERROR &&
	       (outcome->number == action ||
		       is_translated(action, &record->call, outcome->number));
}

const struct filtered *record_filtered(const struct record *record)
{
	const struct circumstances *set;
	const char *name;

	if (!record->acting)
		return NULL;
	set = &record->acting->set;
	for (unsigned i = set->filtered_count; i > 0; i--) {
		const struct filtered *filtered = &set->filtered[i - 1];

		name = syscall_name(filtered->rule.number);
		if (name && filtered->step < record->number &&
			answers(filtered->rule.action, record) &&
			makes(&record->call, name))
			return filtered;
	}
	return NULL;
}
