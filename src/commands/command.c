/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "commands/tell.h"
#include "commands/usercopy.h"
#include "words/far.h"
#include "words/outcome.h"
#include "words/quote.h"
#include "words/sizes.h"

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

bool fail_to_look(struct failure *failure, int error, const char *format, ...)
{
	va_list list;

	failure->error = error;
	va_start(list, format);
	vsnprintf(failure->message, sizeof(failure->message), format, list);
	va_end(list);
	return false;
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
	return command_kind(call->command)->harms &&
	       (call->command != &command_usercopy ||
		       via_writes_memory(arg(call, ROLE_VIA)));
}

bool command_acts_on_blocks(const struct command *command)
{
	for (size_t i = 0; i < command_params(command); i++)
		if (command->params[i] == &param_addr)
			return command->call;
	return false;
}

uint64_t arg(const struct call *call, enum role role)
{
	for (size_t i = 0; i < command_params(call->command); i++)
		if (call->command->params[i]->role == role)
			return call->args[i];
	return 0;
}

void set_arg(struct call *call, enum role role, uint64_t value)
{
	for (size_t i = 0; i < command_params(call->command); i++)
		if (call->command->params[i]->role == role)
			call->args[i] = value;
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

static void format_bytes_of(const struct call *call, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < call->text_length && used + 3 <= size; i++)
		used += (size_t)snprintf(text + used, size - used, "%02x",
			(unsigned char)call->text[i]);
}

void call_format_argument(const struct call *call, const struct param *param,
	char *text, size_t size)
{
	uint64_t value = arg(call, param->role);
	const struct command *about;
	struct outcome outcome;
	struct sizes sizes;

	switch (param->kind) {
	case PARAM_ADDRESS:
		snprintf(text, size, value ? "0x%" PRIx64 : "NULL", value);
		return;
	case PARAM_SIZE:
		snprintf(text, size, "%" PRIu64, value);
		return;
	case PARAM_SIGNED:
	case PARAM_FD:
		snprintf(text, size, "%" PRId64, (int64_t)value);
		return;
	case PARAM_FLAGS:
		names_format(param->names, value, text, size);
		return;
	case PARAM_MODE:
		snprintf(text, size, "0%" PRIo64, value);
		return;
	case PARAM_PATH:
	case PARAM_TEXT:
		quote(call->text, call->text_length, text, size);
		return;
	case PARAM_BYTES:
		format_bytes_of(call, text, size);
		return;
	case PARAM_PID:
		snprintf(text, size, "%" PRIu64, value);
		return;
	case PARAM_SWITCH:
		snprintf(text, size, "%s", param->name);
		return;
	case PARAM_OUTCOME:
		outcome = outcome_unpack(value);
		outcome_format(&outcome, text, size);
		return;
	case PARAM_COMMAND:
		about = (const struct command *)(uintptr_t)value;
		snprintf(text, size, "%s", about ? about->name : "");
		return;
	case PARAM_SIZES:
		sizes = sizes_unpack(value);
		sizes_format(&sizes, text, size);
		return;
	case PARAM_BITS:
		snprintf(text, size, "0x%" PRIx64, value);
		return;
	case PARAM_COUNT:
		snprintf(text, size, "%" PRIu64, value);
		return;
	case PARAM_FAR:
		far_format(value, text, size);
		return;
	case PARAM_REGION:
		text[0] = '\0';
		return;
	}
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
