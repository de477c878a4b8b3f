/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/needed_options.h"

#include <string.h>
#include <strings.h>

#include "words/array.h"

/*
 * linux/prctl.h.  The strict mode of PR_SET_SECCOMP leaves read, write and
 * exit, PR_TSC_SIGSEGV kills whoever reads the time in the vdso, and
 * PR_SET_SYSCALL_USER_DISPATCH without an allowed range turns each system call
 * into SIGSYS.
 */
static const struct needed_option options[] = {
	{"PDEATHSIG", 1, "end the process with itself"},
	{"SECCOMP", 22, "report the steps; the command seccomp sets filters"},
	{"TSC", 26, "measure times"},
	{"SYSCALL_USER_DISPATCH", 59, "report the steps"},
};

/* The kernel takes an int, and ignores the upper half. */
const struct needed_option *needed_option(uint64_t number)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (options[i].number == (uint32_t)number)
			return &options[i];
	return NULL;
}

bool needed_option_number(const char *name, uint64_t *number)
{
	static const char prefix[] = "PR_SET_";

	if (strncasecmp(name, prefix, strlen(prefix)) == 0)
		name += strlen(prefix);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (strcasecmp(options[i].name, name) == 0) {
			*number = options[i].number;
			return true;
		}
	return false;
}
