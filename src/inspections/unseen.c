/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/unseen.h"

#include <errno.h>
#include <string.h>

#include "render/field.h"
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

struct missing_row {
	const char *file, *error;
	char message[256];
};

static const struct field fields[] = {
	{"file", NULL, VALUE_TEXT, MEMBER(struct missing_row, file)},
	{"error", NULL, VALUE_TEXT, MEMBER(struct missing_row, error)},
	{"message", "  ", VALUE_TEXT, MEMBER(struct missing_row, message)},
};

void unseen_tell(struct render *r, const struct unseen *unseen)
{
	render_array(r, "missing");
	for (size_t i = 0; i < unseen->count; i++) {
		struct missing_row row = {.file = unseen->of[i].file,
			.error = errno_name(unseen->of[i].error)};

		format_reason(unseen, i, row.message, sizeof(row.message));
		render_object(r, NULL);
		render_line(r, 0);
		render_say(r, STYLE_LABEL, "not seen");
		render_fields(r, FIELDS(fields), &row);
		render_close(r);
	}
	render_close(r);
}
