/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param_type.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/user.h"
#include "words/far_pointer.h"
#include "words/filter.h"
#include "words/group_rules.h"
#include "words/limits.h"
#include "words/outcome.h"
#include "words/quote.h"
#include "words/sizes.h"

static void format_address(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, argument->value ? "0x%" PRIx64 : "NULL",
		argument->value);
}

static void format_count(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "%" PRIu64, argument->value);
}

static void format_signed(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "%" PRId64, (int64_t)argument->value);
}

static void format_bits(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "0x%" PRIx64, argument->value);
}

static void format_flags(
	const struct argument *argument, char *text, size_t size)
{
	names_format(argument->param->names, argument->value, text, size);
}

static void format_mode(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "0%" PRIo64, argument->value);
}

static void format_quoted(
	const struct argument *argument, char *text, size_t size)
{
	quote(argument->call->text, argument->call->text_length, text, size);
}

static void format_hex(const struct argument *argument, char *text, size_t size)
{
	const struct call *call = argument->call;
	size_t used = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < call->text_length && used + 3 <= size; i++)
		used += (size_t)snprintf(text + used, size - used, "%02x",
			(unsigned char)call->text[i]);
}

/* The printed call shows only the first bytes; "args" has all. */
static void shorten_hex(
	const struct argument *argument, char *text, size_t size)
{
	enum { SHOWN = 64 };

	(void)argument;
	(void)size;
	if (strlen(text) > SHOWN)
		strcpy(text + SHOWN, "...");
}

/* The same for many characters. */
static void shorten_quoted(
	const struct argument *argument, char *text, size_t size)
{
	enum { SHOWN = 32 };
	size_t length = SHOWN;

	if (argument->call->text_length <= SHOWN)
		return;
	while (length && (argument->call->text[length] & 0xc0) == 0x80)
		length--; /* not inside a character */
	quote(argument->call->text, length, text, size - 3);
	strcat(text, "...");
}

static void format_name(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "%s", argument->param->name);
}

static void format_nothing(
	const struct argument *argument, char *text, size_t size)
{
	(void)argument;
	(void)size;
	text[0] = '\0';
}

static void format_outcome(
	const struct argument *argument, char *text, size_t size)
{
	struct outcome outcome = outcome_unpack(argument->value);

	outcome_format(&outcome, text, size);
}

static void format_command(
	const struct argument *argument, char *text, size_t size)
{
	const struct command *about =
		(const struct command *)(uintptr_t)argument->value;

	snprintf(text, size, "%s", about ? about->name : "");
}

static void format_sizes(
	const struct argument *argument, char *text, size_t size)
{
	struct sizes sizes = sizes_unpack(argument->value);

	sizes_format(&sizes, text, size);
}

static void format_far(const struct argument *argument, char *text, size_t size)
{
	far_format(argument->value, text, size);
}

/* Without the zeros that nobody typed: "0.25". */
static void format_seconds(
	const struct argument *argument, char *text, size_t size)
{
	enum { SECOND = 1000000000 };
	int length = snprintf(text, size, "%" PRIu64 ".%09" PRIu64,
		argument->value / SECOND, argument->value % SECOND);

	while (length > 0 && text[length - 1] == '0')
		text[--length] = '\0';
	if (length > 0 && text[length - 1] == '.')
		text[length - 1] = '\0';
}

static void format_user(
	const struct argument *argument, char *text, size_t size)
{
	snprintf(text, size, "%u:%u", user_uid(argument->value),
		user_gid(argument->value));
}

/* The call's text is the struct; a shorter one is none. */
static struct limit_setting limit_of(const struct argument *argument)
{
	struct limit_setting setting = {0};

	if (argument->call->text_length == sizeof(setting))
		memcpy(&setting, argument->call->text, sizeof(setting));
	return setting;
}

static void format_limit(
	const struct argument *argument, char *text, size_t size)
{
	struct limit_setting setting = limit_of(argument);

	limit_format(&setting, text, size);
}

static void limit_in_call(
	const struct argument *argument, char *text, size_t size)
{
	struct limit_setting setting = limit_of(argument);

	limit_format_call(&setting, text, size);
}

static void format_filter(
	const struct argument *argument, char *text, size_t size)
{
	struct filter filter = {0};

	if (argument->call->text_length == sizeof(filter))
		memcpy(&filter, argument->call->text, sizeof(filter));
	filter_format(&filter, text, size);
}

static void format_group_limits(
	const struct argument *argument, char *text, size_t size)
{
	struct group_rules rules = {0};

	if (argument->call->text_length == sizeof(rules))
		memcpy(&rules, argument->call->text, sizeof(rules));
	group_rules_format(&rules, text, size);
}

const struct param_type *param_type(enum param_kind kind)
{
	static const struct param_type types[PARAM_KINDS] = {
		[PARAM_ADDRESS] = {format_address, VALUE_ADDRESS, NULL},
		[PARAM_SIZE] = {format_count, VALUE_BYTES, NULL},
		[PARAM_SIGNED] = {format_signed, VALUE_NUMBER, NULL},
		[PARAM_FD] = {format_signed, VALUE_NUMBER, NULL},
		[PARAM_FLAGS] = {format_flags, VALUE_TEXT, NULL},
		[PARAM_MODE] = {format_mode, VALUE_TEXT, NULL},
		[PARAM_PATH] = {format_quoted, VALUE_FOREIGN, NULL},
		[PARAM_BYTES] = {format_hex, VALUE_TEXT, shorten_hex},
		[PARAM_TEXT] = {format_quoted, VALUE_FOREIGN, shorten_quoted},
		[PARAM_REGION] = {format_nothing, VALUE_TEXT, NULL},
		[PARAM_PID] = {format_count, VALUE_COUNT, NULL},
		[PARAM_SWITCH] = {format_name, VALUE_TRUTH, NULL},
		[PARAM_OUTCOME] = {format_outcome, VALUE_TEXT, NULL},
		[PARAM_COMMAND] = {format_command, VALUE_TEXT, NULL},
		[PARAM_SIZES] = {format_sizes, VALUE_TEXT, NULL},
		[PARAM_BITS] = {format_bits, VALUE_ADDRESS, NULL},
		[PARAM_COUNT] = {format_count, VALUE_COUNT, NULL},
		[PARAM_FAR] = {format_far, VALUE_TEXT, NULL},
		[PARAM_CAUSE] = {format_quoted, VALUE_FOREIGN, NULL},
		[PARAM_EXAMPLE] = {format_quoted, VALUE_FOREIGN, NULL},
		[PARAM_FILTER] = {format_filter, VALUE_TEXT, NULL},
		[PARAM_USER] = {format_user, VALUE_TEXT, NULL},
		[PARAM_SECONDS] = {format_seconds, VALUE_TEXT, NULL},
		[PARAM_GROUP_LIMITS] = {format_group_limits, VALUE_TEXT, NULL},
		[PARAM_LIMIT] = {format_limit, VALUE_TEXT, limit_in_call},
	};

	return &types[kind];
}
