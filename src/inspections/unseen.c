/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/unseen.h"

#include <errno.h>
#include <string.h>

#include "words/errnos.h"

void unseen_add(struct unseen *unseen, const char *file, const char *takes,
	const char *lost)
{
	int error = errno;

	if (unseen->count == UNSEEN_MAX)
		return;
	unseen->of[unseen->count].file = file;
	unseen->of[unseen->count].error = error;
	unseen->of[unseen->count].takes = takes;
	unseen->of[unseen->count++].lost = lost;
}

static void format_reason(
	const struct unseen *unseen, size_t i, char *text, size_t size)
{
	const char *file = unseen->of[i].file;
	int error = unseen->of[i].error;

	if (error == EACCES || error == EPERM)
		snprintf(text, size,
			"%s may be read by root alone: %s is "
			"unknown",
			file, unseen->of[i].lost);
	else if (!error) /* it could be read, and was empty */
		snprintf(text, size, "%s tells nothing: %s is unknown", file,
			unseen->of[i].lost);
	else if (error == ENOENT)
		snprintf(text, size, "there is no %s (%s): %s is unknown", file,
			unseen->of[i].takes, unseen->of[i].lost);
	else
		snprintf(text, size, "%s cannot be read (%s): %s is unknown",
			file, strerror(error), unseen->of[i].lost);
}

void unseen_tell(struct render *r, const struct unseen *unseen)
{
	render_array(r, "missing");
	for (size_t i = 0; i < unseen->count; i++) {
		char text[256];

		format_reason(unseen, i, text, sizeof(text));
		render_object(r, NULL);
		render_fact(r, "file", NULL, as_text(unseen->of[i].file));
		render_fact(r, "error", NULL,
			as_text(errno_name(unseen->of[i].error)));
		render_line(r, 0);
		render_say(r, STYLE_LABEL, "not seen");
		render_fact(r, "message", "  ", as_text(text));
		render_close(r);
	}
	render_close(r);
}
