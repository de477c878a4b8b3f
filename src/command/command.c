/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

#include <string.h>

#include "command/mapping_facts.h"
#include "command/param_type.h"
#include "words/via.h"

size_t command_params(const struct command *command)
{
	size_t count = 0;

	while (count < PARAMS_MAX && command->params[count])
		count++;
	return count;
}

int command_find_param(const struct command *command, const char *name)
{
	for (size_t i = 0; i < command_params(command); i++)
		if (strcmp(command->params[i]->name, name) == 0)
			return (int)i;
	return -1;
}

bool command_given(
	const struct command *command, uint32_t given, const char *name)
{
	int n = command_find_param(command, name);

	return n >= 0 && given >> n & 1;
}

const struct call_kind *command_kind(const struct command *command)
{
	static const struct call_kind none;

	return command->call ? command->call : &none;
}

bool command_has_trait(const struct command *command, enum call_trait trait)
{
	return command_kind(command)->traits & trait;
}

bool command_is_inspection(const struct command *command)
{
	return !command->call;
}

bool command_is_alone(const struct command *command)
{
	return command->program ||
	       (command->inspection && command->inspection->alone);
}

pid_t look_process(const struct look *look)
{
	pid_t pid = (pid_t)arg(look->call, ROLE_PID);

	return pid ? pid : look->subject;
}

unsigned look_indent(const struct look *look)
{
	return look->step ? INDENT : 0;
}

bool command_has_kind(const struct command *command, enum param_kind kind)
{
	for (size_t i = 0; i < command_params(command); i++)
		if (command->params[i]->kind == kind)
			return true;
	return false;
}

bool call_harms(const struct call *call)
{
	if (command_find_role(call->command, ROLE_VIA) >= 0 &&
		!via_writes_memory(arg(call, ROLE_VIA)))
		return false;
	return command_kind(call->command)->harms;
}

bool command_acts_on_blocks(const struct command *command)
{
	for (size_t i = 0; i < command_params(command); i++)
		if (command->params[i] == &param_addr)
			return command->call;
	return false;
}

enum made_kind command_acts_on(const struct command *command)
{
	if (command_has_kind(command, PARAM_FD))
		return MADE_FILE;
	return command_has_kind(command, PARAM_ADDRESS) &&
			       !command_has_trait(command, CALL_MOVES_BREAK)
		       ? MADE_MEMORY
		       : MADE_NOTHING;
}

int command_find_role(const struct command *command, enum role role)
{
	for (size_t i = 0; i < command_params(command); i++)
		if (command->params[i]->role == role)
			return (int)i;
	return -1;
}

uint64_t arg(const struct call *call, enum role role)
{
	int n = command_find_role(call->command, role);

	return n < 0 ? 0 : call->args[n];
}

void set_arg(struct call *call, enum role role, uint64_t value)
{
	int n = command_find_role(call->command, role);

	if (n >= 0)
		call->args[n] = value;
}

int64_t signed_arg(const struct call *call, enum role role)
{
	return (int64_t)arg(call, role);
}

bool call_has(const struct call *call, size_t n)
{
	const struct param *param = call->command->params[n];

	const struct call_kind *kind = command_kind(call->command);

	if (kind->takes && !kind->takes(call, n))
		return false;
	if (call->given >> n & 1)
		return true;
	return param->missing != MISSING_ABSENT &&
	       param->missing != MISSING_NEWEST;
}

void call_format_argument(const struct call *call, const struct param *param,
	char *text, size_t size)
{
	struct argument argument = {call, param, arg(call, param->role)};

	param_type(param->kind)->format(&argument, text, size);
}

const char *call_spelling(const struct call *call)
{
	const struct call_kind *kind = command_kind(call->command);

	return kind->spell ? kind->spell(call) : call->command->name;
}

const char *call_since(const struct call *call)
{
	const char *newest = call->command->since;

	for (size_t i = 0; i < command_params(call->command); i++) {
		const struct param *param = call->command->params[i];
		const char *since;

		if (param->kind != PARAM_FLAGS)
			continue;
		since = names_since(param->names, call->args[i]);
		if (since && (!newest || version_older(newest, since)))
			newest = since;
	}
	return newest;
}

bool call_has_flag(const struct call *call, enum flag_trait trait)
{
	int n = command_find_role(call->command, ROLE_FLAGS);

	return n >= 0 && names_with(call->command->params[n]->names,
				 call->args[n], trait) != 0;
}

bool command_is_like(const struct command *command, const struct command *other)
{
	while (command && command != other)
		command = command_kind(command)->like;
	return command != NULL;
}
