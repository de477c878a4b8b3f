/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/kernel_call.h"

#include <stdio.h>
#include <string.h>

#include "words/syscalls.h"

enum { WORD_SIZE = 32 };

/* The list of its system calls, as in .kernel_calls; "": it makes none. */
static const char *calls_of(const struct call *call)
{
	const struct call_kind *kind = command_kind(call->command);

	if (kind->traits & CALL_USES_HEAP)
		return "mmap brk munmap mremap madvise";
	if (kind->traits & (CALL_BY_INSTRUCTIONS | CALL_BY_OBSERVER))
		return "";
	return kind->kernel_calls ? kind->kernel_calls : call_spelling(call);
}

/* Copy the word at *AT, and go to the next; false: there is none. */
static bool next_call(const char **at, char *name)
{
	size_t length = strcspn(*at, " ");

	snprintf(name, WORD_SIZE, "%.*s", (int)length, *at);
	*at += length + strspn(*at + length, " ");
	return length != 0;
}

/*
 * malloc/malloc.c, sysmalloc(): an allocator that the break fails maps memory
 * instead, so it is mmap that fails last.
 */
static const char *last_of_several(const struct record *record)
{
	const struct call_kind *kind = command_kind(record->call.command);

	if (kind->traits & CALL_USES_HEAP)
		return record->outcome.kind == OUTCOME_ERROR ? "mmap" : NULL;
	if (!kind->last_kernel_call || !record->has_returned)
		return NULL;
	return kind->last_kernel_call(&record->call, &record->returned);
}

/* A constant: the lists are read word by word. */
static const char *constant(const char *name)
{
	uint64_t number;

	name = syscall_variant(name);
	return syscall_number(name, &number) ? syscall_name(number) : NULL;
}

const char *record_kernel_call(const struct record *record)
{
	const char *at = calls_of(&record->call), *last;
	char name[WORD_SIZE];

	if (!next_call(&at, name))
		return NULL;
	if (!*at)
		return constant(name);
	last = last_of_several(record);
	return last ? constant(last) : NULL;
}

const char *record_first_kernel_call(const struct record *record)
{
	const char *at = calls_of(&record->call);
	const char *known = record_kernel_call(record);
	char name[WORD_SIZE];

	while (!known && next_call(&at, name))
		known = constant(name);
	return known;
}

bool record_makes(const struct record *record, const char *name)
{
	const char *at = calls_of(&record->call);
	char made[WORD_SIZE];

	while (next_call(&at, made))
		if (strcmp(made, name) == 0 ||
			strcmp(syscall_variant(made), name) == 0)
			return true;
	return false;
}
