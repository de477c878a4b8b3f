/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call as strace prints it. */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/param_type.h"

static void shorten(const struct call *call, size_t n, char *text, size_t size)
{
	const struct param *param = call->command->params[n];
	const struct param_type *type = param_type(param->kind);

	if (type->shorten)
		type->shorten(&(struct argument){.call = call, .param = param},
			text, size);
}

/* "writev(fd, [{$0, $1}], 1)", with each $N replaced by its argument. */
static void format_shape(const struct call *call, argument_formatter format,
	const void *context, char *text, size_t size)
{
	const char *shape = command_kind(call->command)->shape(call);
	char argument[ARGUMENT_MAX];
	size_t used = 0;

	for (; *shape && used + 1 < size; shape++) {
		if (*shape != '$') {
			text[used++] = *shape;
			continue;
		}
		shape++;
		format(call, (size_t)(*shape - '0'), context, argument,
			sizeof(argument));
		used += (size_t)snprintf(
			text + used, size - used, "%s", argument);
		used = used < size ? used : size - 1;
	}
	/* Even if truncated, end it like a call. */
	text[used ? used - 1 : 0] = ')';
	text[used] = '\0';
}

void call_format_with(const struct call *call, argument_formatter format,
	const void *context, char *text, size_t size)
{
	size_t count = command_params(call->command);
	size_t used;
	bool first = true;

	if (command_kind(call->command)->shape) {
		format_shape(call, format, context, text, size);
		return;
	}
	used = (size_t)snprintf(text, size, "%s(", call_spelling(call));
	for (size_t i = 0; i < count; i++) {
		char argument[ARGUMENT_MAX];

		if (!call_has(call, i))
			continue;
		format(call, i, context, argument, sizeof(argument));
		shorten(call, i, argument, sizeof(argument));
		if (used + strlen(argument) + 4 > size)
			break;
		used += (size_t)snprintf(text + used, size - used, "%s%s",
			first ? "" : ", ", argument);
		first = false;
	}
	/* Even if truncated, end it like a call. */
	if (used + 2 > size)
		used = size - 2;
	snprintf(text + used, size - used, ")");
}

static void format_evaluated(const struct call *call, size_t n,
	const void *context, char *text, size_t size)
{
	(void)context;
	call_format_argument(call, call->command->params[n], text, size);
}

void call_format(const struct call *call, char *text, size_t size)
{
	call_format_with(call, format_evaluated, NULL, text, size);
}
