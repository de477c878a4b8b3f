/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments stored as typed: bytes, text and paths. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"

#define HEX_DIGITS "0123456789abcdefABCDEF"

static int hex_digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return tolower((unsigned char)c) - 'a' + 10;
}

static bool no_bytes(struct binding *b, const char *text)
{
	complain(b->cli->why, text,
		"'%s' is not hexadecimal; two digits per byte are accepted "
		"(c3, 00ff)",
		text);
	if (option_form(b->step->command, "text") == OPTION_WITH_VALUE)
		complain_suggest_option(b->cli->why, "text", text);
	return false;
}

bool bind_bytes(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct cli *cli = b->cli;
	const char *digits = strncmp(text, "0x", 2) == 0 ? text + 2 : text;
	size_t length = strlen(digits);
	char *bytes = malloc(length / 2 + 1);

	(void)param;
	(void)e;
	if (!bytes || !keep(cli, bytes))
		return complain_system(cli->why, "the command line", ENOMEM);
	if (strspn(digits, HEX_DIGITS) < length)
		return no_bytes(b, text);
	if (length == 0 || length % 2 || length / 2 >= CALL_TEXT_MAX)
		return complain(cli->why, text,
			"'%s': two hexadecimal digits per byte are "
			"accepted, 1 to %d bytes (c3, 00ff)",
			text, CALL_TEXT_MAX - 1);
	for (size_t i = 0; i < length; i += 2)
		bytes[i / 2] = (char)(hex_digit(digits[i]) << 4 |
				      hex_digit(digits[i + 1]));
	b->step->text = bytes;
	b->step->text_length = length / 2;
	return true;
}

bool bind_text(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	size_t length = strlen(text);

	(void)param;
	(void)e;
	if (length == 0 || length >= CALL_TEXT_MAX)
		return complain(b->cli->why, text,
			"'%s' has %zu bytes; 1 to %d are accepted", text,
			length, CALL_TEXT_MAX - 1);
	b->step->text = text;
	b->step->text_length = length;
	return true;
}

bool bind_path(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	(void)param;
	(void)e;
	if (strlen(text) >= CALL_TEXT_MAX)
		return complain(b->cli->why, text,
			"'%s' is too long; a path has at most %d bytes", text,
			CALL_TEXT_MAX - 1);
	b->step->text = text;
	b->step->text_length = strlen(text);
	return true;
}
