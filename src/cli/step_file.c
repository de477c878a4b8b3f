/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of steps, read whole before any of it is understood. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/step_file.h"
#include "words/array.h"

/* A file of more is not a file of steps: /dev/zero, a core. */
enum { TEXT_MOST = 16 << 20, PIECE = 65536 };

#define WANTED "a text file with a step on each line is accepted"

bool refuse_at(
	struct cli *cli, const struct step_file *file, int line, int column)
{
	complain_in_file(cli->why, file->name, line, column);
	return false;
}

static bool refuse_file(
	struct cli *cli, const struct step_file *file, const char *reason)
{
	complain(cli->why, file->name, "%s; " WANTED, reason);
	return refuse_at(cli, file, 0, 0);
}

static bool read_all(struct cli *cli, struct step_file *file, int fd)
{
	ssize_t got;

	for (;;) {
		char *more = array_reserve(
			file->text, &file->room, file->length + PIECE + 1, 1);

		if (!more)
			return complain_system(cli->why, file->name, ENOMEM);
		file->text = more;
		got = cli->outside->read(fd, more + file->length, PIECE);
		if (got < 0)
			return refuse_file(cli, file, strerror(errno));
		file->length += (size_t)got;
		more[file->length] = '\0';
		if (got == 0)
			return true;
		if (file->length > TEXT_MOST)
			return refuse_file(
				cli, file, "it is larger than 16 MiB");
	}
}

/* A terminal would wait without a word; a directory cannot be read. */
static bool check_kind(struct cli *cli, const struct step_file *file, int fd)
{
	struct stat status;

	if (isatty(fd))
		return refuse_file(cli, file,
			fd == STDIN_FILENO ? "standard input is a terminal"
					   : "it is a terminal");
	if (fstat(fd, &status) == -1)
		return refuse_file(cli, file, strerror(errno));
	if (S_ISDIR(status.st_mode))
		return refuse_file(cli, file, "it is a directory");
	/* In one run others would find it empty. */
	if (cli->plan->options.runs && !S_ISREG(status.st_mode))
		return refuse_file(cli, file,
			"--runs reads it in each run, and it is no regular "
			"file");
	return true;
}

/* Its line and column, counted in characters of UTF-8. */
static bool refuse_byte(struct cli *cli, const struct step_file *file,
	const char *byte, const char *reason)
{
	int line = 1, column = 1;

	for (const char *at = file->text; at < byte; at++) {
		column += (*at & 0xc0) != 0x80;
		if (*at == '\n') {
			line++;
			column = 1;
		}
	}
	complain(cli->why, NULL, "%s; " WANTED, reason);
	return refuse_at(cli, file, line, column);
}

static bool check_text(struct cli *cli, const struct step_file *file)
{
	const char *zero = memchr(file->text, '\0', file->length);

	if (zero)
		return refuse_byte(cli, file, zero,
			"there is a zero byte, so this is not a text file");
	if (strncmp(file->text, "\xef\xbb\xbf", 3) == 0)
		return refuse_byte(cli, file, file->text,
			"the file begins with a byte order mark");
	return true;
}

static bool load_file(struct cli *cli, struct step_file *file)
{
	bool piped = strcmp(file->name, "-") == 0, good;
	int fd = piped ? STDIN_FILENO : cli->outside->open(file->name);

	if (fd < 0)
		return refuse_file(cli, file, strerror(errno));
	good = check_kind(cli, file, fd) && read_all(cli, file, fd);
	if (!piped)
		close(fd);
	file->room = 0; /* from here on, that of the words */
	return good && check_text(cli, file);
}

static bool copy_example(struct cli *cli, struct step_file *file)
{
	file->text = strdup(file->example);
	if (!file->text)
		return complain_system(cli->why, file->name, ENOMEM);
	file->length = strlen(file->text);
	return true;
}

bool step_file_load(struct cli *cli, struct step_file *file)
{
	if (file->example)
		return copy_example(cli, file);
	return load_file(cli, file);
}

void step_file_free(struct step_file *file)
{
	free(file->text);
	free(file->words.list);
	free(file->places);
	free(file->variables);
}
