/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/program.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words/escape.h"

static char own_name[] = "memtool";
static char *invoked_name = own_name; /* or allocated */

void program_set_name(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	const char *name = slash ? slash + 1 : argv0;
	char *escaped = name && *name ? escape_for_terminal(name) : NULL;

	if (invoked_name != own_name)
		free(invoked_name);
	invoked_name = escaped ? escaped : own_name;
}

const char *program_name(void)
{
	return invoked_name;
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether AT is the program's name, not part of a word or a file name. */
static bool names_program(const char *text, const char *at)
{
	const char *end = at + strlen(own_name);

	if (at > text && (is_word_char(at[-1]) || strchr("/:.-", at[-1])))
		return false;
	return !is_word_char(*end) && !(*end == '.' && is_word_char(end[1]));
}

static void write_text(const char *text, FILE *out)
{
	const char *rest = text, *at;

	while ((at = strstr(rest, own_name))) {
		fwrite(rest, 1, (size_t)(at - rest), out);
		fputs(names_program(text, at) ? invoked_name : own_name, out);
		rest = at + strlen(own_name);
	}
	fputs(rest, out);
}

char *program_text(const char *text)
{
	char *result = NULL;
	size_t size = 0;
	FILE *out;

	if (!strstr(text, own_name)) /* most texts do not name it */
		return strdup(text);
	out = open_memstream(&result, &size);
	if (!out)
		return NULL;
	write_text(text, out);
	if (fclose(out) == 0)
		return result;
	free(result);
	return NULL;
}
