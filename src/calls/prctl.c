/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <unistd.h>

#include "command/command.h"
#include "command/plan.h"
#include "render/field.h"
#include "words/needed_options.h"
#include "words/uapi.h"

/* Each of these options has its PR_GET_ after it (linux/prctl.h). */
static bool read_option(uint64_t option, int64_t *value)
{
	long got = syscall(SYS_prctl, (long)option + 1, 0L, 0L, 0L, 0L);

	*value = got;
	return got >= 0;
}

static bool is_named(uint64_t option)
{
	return names_next(&names_prctl, NULL, option) != NULL;
}

/* The parameters, in their order. */
enum { WHICH, VALUE, NAME, ADDR, LENGTH };

static bool names_memory(const struct call *call)
{
	return call->args[WHICH] == UAPI_PR_SET_VMA;
}

static bool takes(const struct call *call, size_t n)
{
	return n == WHICH || (n == VALUE) != names_memory(call);
}

static void act(const struct call *call, struct returned *returned)
{
	struct option_findings *found = &returned->found.option;

	if (names_memory(call)) {
		act_syscall(returned, SYS_prctl, UAPI_PR_SET_VMA,
			UAPI_PR_SET_VMA_ANON_NAME, call->args[ADDR],
			call->args[LENGTH],
			call->text_length ? (uintptr_t)call->text : 0, 0);
		return;
	}
	found->before_known = is_named(call->args[0]) &&
			      read_option(call->args[0], &found->before);
	act_syscall(
		returned, SYS_prctl, call->args[0], call->args[1], 0, 0, 0, 0);
}

static void settle(const struct call *call, struct returned *returned)
{
	struct option_findings *found = &returned->found.option;

	found->after_known = is_named(call->args[WHICH]) &&
			     !names_memory(call) &&
			     read_option(call->args[0], &found->after);
}

static const char *shape(const struct call *call)
{
	if (!names_memory(call))
		return "prctl($0, $1, 0, 0, 0)";
	return call->given >> NAME & 1
		       ? "prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, $3, $4, $2)"
		       : "prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, $3, $4, "
			 "NULL)";
}

#define OPTION(member) MEMBER(struct option_findings, member)

static const struct field fields[] = {
	{"before", "value ", VALUE_NUMBER, OPTION(before),
		IF_HAS(struct option_findings, before_known)},
	{"after", " -> ", VALUE_NUMBER, OPTION(after),
		IF_HAS(struct option_findings, after_known)},
};

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)call;
	(void)bytes;
	render_fields(r, FIELDS(fields), &returned->found.option);
}

static bool wants_memory(const char *word)
{
	uint64_t option;

	return names_parse(&names_prctl, word, NULL, &option, NULL) &&
	       option == UAPI_PR_SET_VMA;
}

static bool is_needed(uint64_t number, struct complaint *why)
{
	const struct needed_option *option = needed_option(number);

	return option && !complain(why, NULL,
				 "PR_SET_%s (%u) cannot be set: memtool needs "
				 "it to %s",
				 option->name, option->number, option->why);
}

/* Options that memtool needs, or of the other kind of property. */
static bool verify(const struct step *step, void **read, struct complaint *why)
{
	bool names = step->args[WHICH].number == UAPI_PR_SET_VMA;
	const struct param *const *params = step->command->params;

	(void)read;
	if (is_needed(step->args[WHICH].number, why))
		return false;
	for (size_t n = VALUE; n <= LENGTH; n++)
		if (step->given >> n & 1 && (n == VALUE) == names)
			return complain(why, NULL,
				names ? "--%s is for other properties; "
					"vma_name accepts --name, --addr and "
					"--length"
				      : "--%s is for vma_name; other "
					"properties accept --value",
				params[n]->name);
	return true;
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.act = act,
	.settle = settle,
	.takes = takes,
	.shape = shape,
	.print = print,
};

const struct command command_prctl = {
	.name = "prctl",
	.summary = "set a property of the process",
	.describes =
		"Sets a property of the subject for the steps that follow: "
		"mdwe refuses memory that is or was writable and becomes "
		"executable, thp_disable turns transparent huge pages off, "
		"memory_merge lets ksmd merge all its equal pages, and "
		"no_new_privs refuses new rights at exec. OPTION=VALUE gives "
		"another value than 1. What is mapped already stays as it is. "
		"mdwe and no_new_privs cannot be undone. vma_name=NAME acts "
		"on memory instead: maps shows the range as [anon:NAME].",
	.manual = "prctl(2)",
	.params = {&param_option, &param_option_value, &param_vma_name,
		&param_addr, &param_length},
	.word = &param_option,
	.first = "mmap 4p",
	.wants_memory = wants_memory,
	.verify = verify,
	.call = &call,
};
