/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/param_type.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "words/far_pointer.h"
#include "words/outcome.h"
#include "words/quote.h"
#include "words/sizes.h"

static void format_address(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, a->value ? "0x%" PRIx64 : "NULL", a->value);
}

static void format_count(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, "%" PRIu64, a->value);
}

static void format_signed(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, "%" PRId64, (int64_t)a->value);
}

static void format_bits(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, "0x%" PRIx64, a->value);
}

static void format_flags(const struct argument *a, char *text, size_t size)
{
	names_format(a->param->names, a->value, text, size);
}

static void format_mode(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, "0%" PRIo64, a->value);
}

static void format_quoted(const struct argument *a, char *text, size_t size)
{
	quote(a->call->text, a->call->text_length, text, size);
}

static void format_hex(const struct argument *a, char *text, size_t size)
{
	const struct call *call = a->call;
	size_t used = 0;

	text[0] = '\0';
	for (uint32_t i = 0; i < call->text_length && used + 3 <= size; i++)
		used += (size_t)snprintf(text + used, size - used, "%02x",
			(unsigned char)call->text[i]);
}

/* The call as shown has the first of many bytes; "args" has them all. */
static void shorten_hex(const struct argument *a, char *text, size_t size)
{
	enum { SHOWN = 64 };

	(void)a;
	(void)size;
	if (strlen(text) > SHOWN)
		strcpy(text + SHOWN, "...");
}

/* The same of many characters. */
static void shorten_quoted(const struct argument *a, char *text, size_t size)
{
	enum { SHOWN = 32 };
	size_t length = SHOWN;

	if (a->call->text_length <= SHOWN)
		return;
	while (length && (a->call->text[length] & 0xc0) == 0x80)
		length--; /* not within a character */
	quote(a->call->text, length, text, size - 3);
	strcat(text, "...");
}

static void format_name(const struct argument *a, char *text, size_t size)
{
	snprintf(text, size, "%s", a->param->name);
}

static void format_nothing(const struct argument *a, char *text, size_t size)
{
	(void)a;
	(void)size;
	text[0] = '\0';
}

static void format_outcome(const struct argument *a, char *text, size_t size)
{
	struct outcome outcome = outcome_unpack(a->value);

	outcome_format(&outcome, text, size);
}

static void format_command(const struct argument *a, char *text, size_t size)
{
	const struct command *about =
		(const struct command *)(uintptr_t)a->value;

	snprintf(text, size, "%s", about ? about->name : "");
}

static void format_sizes(const struct argument *a, char *text, size_t size)
{
	struct sizes sizes = sizes_unpack(a->value);

	sizes_format(&sizes, text, size);
}

static void format_far(const struct argument *a, char *text, size_t size)
{
	far_format(a->value, text, size);
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
	};

	return &types[kind];
}
