/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/filter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words/array.h"
#include "words/errnos.h"
#include "words/suggest.h"
#include "words/syscalls.h"

bool filter_is_needed(const char *name)
{
	static const char *const needed[] = {"read", "write", "lseek",
		"_llseek", "recvfrom", "recvmsg", "recv", "sendto", "send",
		"sendmsg", "socketcall", "getrusage", "rt_sigreturn",
		"sigreturn", "rt_sigaction", "sigaction", "rt_sigprocmask",
		"tgkill", "gettid", "getpid", "exit_group", "prctl",
		/* The end of a process is seen by its channel. */
		"close",
		/* How a thread begins, gets the turn, and ends. */
		"sigaltstack", "rseq", "set_robust_list", "futex",
		"futex_time64", "exit"};

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
		if (strcmp(needed[i], name) == 0)
			return true;
	return false;
}

/*
 * What memtool calls in the subject around a step, and in a child that begins:
 * an errno only leaves something unknown, a signal would be taken for the
 * step's.
 */
static bool may_only_fail(const char *name)
{
	static const char *const own[] = {"brk", "getcpu", "sched_getaffinity",
		"sched_setaffinity", "statx", "fcntl", "fcntl64", "fstatfs",
		"fstatfs64", "getppid", "ftruncate", "ftruncate64",
		"getdents64"};

	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (strcmp(own[i], name) == 0)
			return true;
	return false;
}

/* Also calls that steps make: without a fork they are only these. */
const char *filter_ends_fork(const struct filter *filter)
{
	static const char *const own[] = {"madvise", "munmap", "openat"};

	for (uint32_t i = 0; i < filter->count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(own); j++) {
			uint64_t number;

			if (filter->rules[i].action < 0 &&
				syscall_number(own[j], &number) &&
				number == filter->rules[i].number)
				return own[j];
		}
	return NULL;
}

static bool parse_action(
	const char *word, int32_t *action, struct complaint *why)
{
	*action = EPERM;
	if (!word)
		return true;
	if (strcasecmp(word, "kill") == 0)
		*action = FILTER_KILL;
	else if (strcasecmp(word, "trap") == 0)
		*action = FILTER_TRAP;
	else
		*action = errno_number(word);
	return *action ||
	       complain(why, word,
		       "'%s' is not an answer of a filter; an errno, kill and "
		       "trap are accepted",
		       word);
}

static bool unknown_call(const char *name, struct complaint *why)
{
	struct suggestion s = suggest_for(name);
	const char *known;

	complain(why, name,
		"'%s' is not a system call of this machine; its name as "
		"strace prints it is accepted",
		name);
	for (size_t i = 0; (known = syscall_at(i)); i++)
		suggest_offer(&s, known);
	complain_suggest(why, s.best);
	return false;
}

static bool add_rule(struct filter *filter, const char *name, int32_t action,
	struct complaint *why)
{
	uint64_t number;

	if (!syscall_number(name, &number))
		return unknown_call(name, why);
	if (filter_is_needed(name))
		return complain(why, name,
			"'%s' cannot be filtered: memtool needs it to report "
			"the steps",
			name);
	if (action < 0 && may_only_fail(name))
		return complain(why, name,
			"'%s' can only fail with an errno: memtool calls it "
			"itself, and would be ended by kill and trap",
			name);
	if (filter->count == FILTER_RULES_MAX)
		return complain(why, name,
			"'%s' is one call too many; at most %d are accepted",
			name, (int)FILTER_RULES_MAX);
	filter->rules[filter->count++] =
		(struct filter_rule){(uint32_t)number, action};
	return true;
}

/* One "NAME=ANSWER"; RULE is changed. */
static bool parse_rule(char *rule, struct filter *filter, struct complaint *why)
{
	char *equals = strchr(rule, '=');
	uint64_t unused;
	int32_t action;

	if (equals)
		*equals = '\0';
	if (!parse_action(equals ? equals + 1 : NULL, &action, why) ||
		!add_rule(filter, rule, action, why))
		return false;
	/* 32-bit machines have the second under the first's name. */
	if (strcmp(rule, "mmap") == 0 && syscall_number("mmap2", &unused))
		return add_rule(filter, "mmap2", action, why);
	return true;
}

bool filter_parse(
	const char *text, struct filter *filter, struct complaint *why)
{
	char *copy = strdup(text), *at = copy, *rule;
	bool good = copy != NULL;

	if (!copy)
		return complain_system(why, text, ENOMEM);
	memset(filter, 0, sizeof(*filter));
	while (good && (rule = strsep(&at, ",")))
		good = parse_rule(rule, filter, why);
	free(copy);
	return good;
}

const char *filter_action(int32_t action)
{
	const char *name = errno_name(action);

	if (action == FILTER_KILL)
		return "kill";
	if (action == FILTER_TRAP)
		return "trap";
	return name ? name : "EPERM";
}

void filter_format(const struct filter *filter, char *text, size_t size)
{
	size_t used = 0;

	*text = '\0';
	for (uint32_t i = 0; i < filter->count && used < size; i++) {
		const struct filter_rule *rule = &filter->rules[i];
		const char *name = syscall_name(rule->number);

		used += (size_t)snprintf(text + used, size - used, "%s%s=%s",
			i ? "," : "", name ? name : "?",
			filter_action(rule->action));
	}
}
