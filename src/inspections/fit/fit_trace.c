/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a trace comes from: a file, standard input, random numbers. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "inspections/fit/fit.h"
#include "models/random_trace.h"
#include "observer/interrupt.h"

/* The longest accepted line of a trace: a path and some numbers. */
enum { LINE_MOST = 16384 };

/* "FILE:LINE: REASON" */
static bool refuse(const struct fit *fit, uint64_t line, const char *reason,
	struct complaint *why)
{
	if (line)
		return complain(why, fit->path, "%s:%" PRIu64 ": %s", fit->path,
			line, reason);
	return complain(why, fit->path, "%s: %s", fit->path, reason);
}

static bool take_line(struct fit *fit, struct trace_text *text,
	const char *line, size_t length, bool ended, struct complaint *why)
{
	if (trace_text_line(text, line, length, ended))
		return true;
	if (text->no_memory)
		return complain_system(why, "the trace", ENOMEM);
	return refuse(fit, text->line, text->reason, why);
}

/* Take the complete lines of the input; *USED is their length. */
static bool take_lines(struct fit *fit, struct trace_text *text,
	const char *buffer, size_t size, size_t *used, struct complaint *why)
{
	const char *at = buffer, *end = buffer + size, *stop;
	char reason[64];

	while ((stop = memchr(at, '\n', (size_t)(end - at)))) {
		if (!take_line(fit, text, at, (size_t)(stop - at), true, why))
			return false;
		at = stop + 1;
	}
	*used = (size_t)(at - buffer);
	if ((size_t)(end - at) < LINE_MOST)
		return true;
	snprintf(reason, sizeof(reason),
		"the line is too long; %d bytes are accepted", LINE_MOST - 1);
	return refuse(fit, text->line + 1, reason, why);
}

static bool read_lines(
	struct fit *fit, struct trace_text *text, int fd, struct complaint *why)
{
	char buffer[4 * LINE_MOST];
	size_t kept = 0, used;
	ssize_t got;

	while ((got = interrupt_read(
			fd, buffer + kept, sizeof(buffer) - kept))) {
		if (got < 0)
			return refuse(fit, 0, strerror(errno), why);
		kept += (size_t)got;
		if (!take_lines(fit, text, buffer, kept, &used, why))
			return false;
		kept -= used;
		memmove(buffer, buffer + used, kept);
	}
	if (kept && !take_line(fit, text, buffer, kept, false, why))
		return false;
	return trace_text_end(text) ||
	       refuse(fit, text->line, text->reason, why);
}

static bool read_trace(struct fit *fit, struct complaint *why)
{
	struct trace_text text = {.trace = &fit->trace};
	bool piped = strcmp(fit->path, "-") == 0, good;
	int fd = piped ? STDIN_FILENO : interrupt_open(fit->path);

	if (fd < 0)
		return refuse(fit, 0, strerror(errno), why);
	good = read_lines(fit, &text, fd, why);
	if (!piped)
		close(fd);
	fit->form = text.form;
	fit->unknown = text.unknown;
	fit->failed = text.failed;
	trace_text_free(&text);
	return good;
}

static bool make_trace(
	struct fit *fit, const struct call *call, struct complaint *why)
{
	enum { EVENTS_MOST = 100000000 };

	if (arg(call, ROLE_RANDOM) > EVENTS_MOST)
		return complain(why, NULL,
			"random: %" PRIu64 " events are too many; 1 to %d are "
			"accepted",
			arg(call, ROLE_RANDOM), EVENTS_MOST);
	fit->seed = arg(call, ROLE_SEED);
	fit->sizes = sizes_unpack(arg(call, ROLE_SIZES));
	return random_trace(&fit->trace, arg(call, ROLE_RANDOM), fit->seed,
		       &fit->sizes) == TRACE_TAKEN ||
	       complain_system(why, "the trace", ENOMEM);
}

static bool was_given(const struct call *call, const struct param *param)
{
	return command_given(call->command, call->given, param->name);
}

bool fit_get_trace(
	struct fit *fit, const struct call *call, struct complaint *why)
{
	bool file = was_given(call, &param_trace);
	bool random = was_given(call, &param_random);

	if (!file && !random)
		return complain(why, NULL,
			"TRACE is missing; a file, '-' or --random N is "
			"accepted");
	if (file && random)
		return complain(why, call->text,
			"'%s' is a trace, and --random makes another; give "
			"only one",
			call->text);
	if (random)
		return make_trace(fit, call, why);
	if (was_given(call, &param_seed) || was_given(call, &param_sizes))
		return complain(why, NULL, "--seed and --sizes need --random");
	fit->path = call->text;
	return read_trace(fit, why);
}
