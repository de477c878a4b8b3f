/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "words/array.h"

/* -F and -X: text that fits stays on the screen after less has ended. */
static const char default_pager[] =
	"command -v less >/dev/null && exec less -FRX\n"
	"command -v more >/dev/null && exec more\n"
	"exec cat";

/* The exit status of sh(1) for a command that it cannot start. */
enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

/* As in system(3), ^C is the pager's; writing to one that has ended fails. */
static const int ignored[] = {SIGINT, SIGQUIT, SIGPIPE};

struct signals {
	struct sigaction before[ARRAY_SIZE(ignored)];
};

static void signals_ignore(struct signals *signals)
{
	struct sigaction ignore;

	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		sigaction(ignored[i], &ignore, &signals->before[i]);
}

static void signals_restore(const struct signals *signals)
{
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		sigaction(ignored[i], &signals->before[i], NULL);
}

/* The lines that TEXT takes on a terminal of this width. */
static size_t lines_of(const char *text, size_t width)
{
	size_t lines = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");

		lines += length ? (length + width - 1) / width : 1;
		text += length + (text[length] == '\n');
	}
	return lines;
}

/* Whether TEXT and the shell's prompt after it fit.  An unknown size: 80x24. */
static bool fits_terminal(const char *text)
{
	struct winsize size = {0};
	size_t rows = 24, width = 80;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		rows = size.ws_row ? size.ws_row : rows;
		width = size.ws_col ? size.ws_col : width;
	}
	return lines_of(text, width) < rows;
}

static bool is_dumb_terminal(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0;
}

/* The pager as a shell command; NULL: none is wanted. */
static const char *pager_command(const char *text)
{
	const char *pager = getenv("PAGER");

	if (!isatty(STDOUT_FILENO) || is_dumb_terminal() || fits_terminal(text))
		return NULL;
	if (!pager)
		return default_pager;
	return pager[strspn(pager, " \t\n")] ? pager : NULL;
}

static void become_pager(
	const char *command, const int *ends, const struct signals *signals)
{
	signals_restore(signals);
	if (dup2(ends[0], STDIN_FILENO) == -1)
		_exit(NOT_FOUND);
	if (ends[0] != STDIN_FILENO)
		close(ends[0]);
	close(ends[1]);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(NOT_FOUND);
}

static void write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t written = write(fd, text, left);

		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1)
			return; /* the reader has seen enough */
		text += written;
		left -= (size_t)written;
	}
}

/* False: no pager could be started, and nothing was shown. */
static bool wait_for(pid_t pager)
{
	int status;

	while (waitpid(pager, &status, 0) == -1)
		if (errno != EINTR)
			return true;
	return !WIFEXITED(status) || (WEXITSTATUS(status) != NOT_EXECUTABLE &&
					     WEXITSTATUS(status) != NOT_FOUND);
}

static bool show(const char *text, const char *command)
{
	struct signals signals;
	bool shown = false;
	int ends[2];
	pid_t pager;

	if (pipe(ends) == -1)
		return false;
	signals_ignore(&signals);
	pager = fork();
	if (pager == 0)
		become_pager(command, ends, &signals);
	close(ends[0]);
	if (pager != -1)
		write_all(ends[1], text);
	close(ends[1]);
	if (pager != -1)
		shown = wait_for(pager);
	signals_restore(&signals);
	return shown;
}

void pager_print(const char *text)
{
	const char *command = pager_command(text);

	fflush(stdout);
	if (!command || !show(text, command))
		fputs(text, stdout);
}
