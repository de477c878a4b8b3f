/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps that a user would have typed before a lone call. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/implicit.h"
#include "words/uapi.h"

const char **value_of(struct typed *typed, const char *name)
{
	int at = command_find_param(typed->command, name);

	return at < 0 ? NULL : &typed->values[at];
}

static uint64_t size_or_0(
	struct cli *cli, const struct typed *typed, const char *name)
{
	int at = command_find_param(typed->command, name);
	const char *text = at < 0 ? NULL : typed->values[at];
	uint64_t size = 0;

	if (text)
		number_parse_size(text, cli->units, &size, NULL);
	return size;
}

/* The first address above user space, estimated from our own stack. */
static uint64_t user_space_end(const struct cli *cli)
{
	uint64_t here = (uintptr_t)cli->plan->argv;
	uint64_t end = 1;

	while (end && end <= here)
		end <<= 1;
	return end;
}

/* The memory needed for offset + length; 0 if that cannot exist. */
uint64_t need_of(struct cli *cli, const struct typed *typed)
{
	int at = command_find_param(typed->command, "addr");
	const char *addr = at < 0 ? NULL : typed->values[at];
	uint64_t length = size_or_0(cli, typed, "length");
	struct address address = {0};
	uint64_t need;

	if (addr && address_parse(addr, cli->units, &address, NULL) &&
		(address.end || (int64_t)address.offset < 0))
		address.offset = 0;
	need = address.offset + length;
	if (need < length || need >= user_space_end(cli))
		return 0;
	/* An offset without a length needs one more byte. */
	return need + (length == 0 && address.offset);
}

bool implicit_open(
	struct cli *cli, const struct typed *served, int number, bool writable)
{
	struct typed open = {.command = find_command(cli, "open")};

	*value_of(&open, "path") = served->file;
	*value_of(&open, "flags") = served->open ? served->open
				    : writable   ? "rdwr"
						 : NULL;
	return bind(cli, &open, number, true, -1, 0);
}

static bool flags_of(struct cli *cli, const struct param *param,
	const char *text, const char *base, uint64_t *value)
{
	if (!text)
		text = param->fallback;
	if (names_parse(param->names, text, base, value, cli->why))
		return true;
	complain_about(cli->why, param->name);
	return false;
}

/* Whether the typed mapping writes to its file: shared and writable. */
bool writes_to_file(struct cli *cli, struct typed *typed, bool *writes)
{
	const char **flags_text = value_of(typed, "flags");
	const char **prot_text = value_of(typed, "prot");
	uint64_t flags, prot;

	if (!flags_of(cli, &param_flags_map,
		    *flags_text ? *flags_text : "private", "private", &flags) ||
		!flags_of(cli, &param_prot_map, *prot_text, "rw", &prot))
		return false;
	*writes = (prot & PROT_WRITE) && !(flags & MAP_ANONYMOUS) &&
		  ((flags & MAP_TYPE) == MAP_SHARED ||
			  (flags & MAP_TYPE) == MAP_SHARED_VALIDATE);
	return true;
}

/*
 * "--file" on a call that needs memory: map the file shared instead of making
 * the call's first steps.  Open and map it for reading unless --open says
 * otherwise, and read instead of write, so as never to write to a user's file
 * by surprise.
 */
bool map_file(
	struct cli *cli, const struct typed *served, int number, uint64_t need)
{
	struct typed map = {.command = find_command(cli, "mmap")};
	struct typed touch = {.command = find_command(cli, "touch")};
	uint64_t open_flags = O_RDONLY;

	if (served->open && !names_parse(&names_open, served->open, "rdonly",
				    &open_flags, cli->why))
		return complain_about(cli->why, "open"), false;
	*value_of(&map, "flags") = "shared";
	*value_of(&map, "prot") =
		(open_flags & O_ACCMODE) == O_RDWR ? "rw" : "read";
	*value_of(&touch, "access") = "read";
	if (!implicit_open(cli, served, number, false) ||
		!bind(cli, &map, number, true, (int)cli->plan->count - 1, need))
		return false;
	return !strstr(served->command->first, "touch") ||
	       bind(cli, &touch, number, true, -1, 0);
}

/* Read one word of a .first chain: "mmap", "4p", "--flags". */
static void first_word(struct cli *cli, struct typed *typed, const char *word,
	const char **slot)
{
	if (!typed->command)
		typed->command = find_command(cli, word);
	else if (strncmp(word, "--", 2) == 0)
		*slot = word + 2;
	else if (*slot)
		*value_of(typed, *slot) = word, *slot = NULL;
	else
		*value_of(typed, typed->command->word->name) = word;
}

/* The steps in COMMAND's .first, read as if they were typed. */
bool first_steps(
	struct cli *cli, const struct typed *served, int number, uint64_t need)
{
	char *text = strdup(served->command->first);
	struct typed typed = {0};
	const char *slot = NULL;
	int file = -1;
	char *rest = NULL;

	if (!text || !keep(cli, text))
		return complain_system(cli->why, "the command line", ENOMEM);
	for (char *word = strtok_r(text, " ", &rest);;
		word = strtok_r(NULL, " ", &rest)) {
		if (word && !is_separator(word)) {
			first_word(cli, &typed, word, &slot);
			continue;
		}
		if (!bind(cli, &typed, number, true, file, need))
			return false;
		if (command_kind(typed.command)->makes == MADE_FILE)
			file = (int)cli->plan->count - 1;
		if (!word)
			return true;
		need = 0;
		typed = (struct typed){0};
	}
}
