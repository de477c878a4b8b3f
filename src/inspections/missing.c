/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/missing.h"

#include <errno.h>
#include <string.h>

#include "render/field.h"
#include "words/errnos.h"

void missing_add(struct missing *missing, const char *file, const char *takes,
	const char *lost)
{
	int error = errno;

	if (missing->count == MISSING_MAX)
		return;
	missing->of[missing->count].file = file;
	missing->of[missing->count].error = error;
	missing->of[missing->count].takes = takes;
	missing->of[missing->count++].lost = lost;
}

static void format_reason(
	const struct missing *missing, size_t i, char *text, size_t size)
{
	const char *file = missing->of[i].file;
	int error = missing->of[i].error;

	if (error == EACCES || error == EPERM)
		snprintf(text, size, "only root may read %s: %s is unknown",
			file, missing->of[i].lost);
	else if (!error) /* it was readable, but empty */
		snprintf(text, size, "%s is empty: %s is unknown", file,
			missing->of[i].lost);
	else if (error == ENOENT)
		snprintf(text, size, "there is no %s (%s): %s is unknown", file,
			missing->of[i].takes, missing->of[i].lost);
	else
		snprintf(text, size, "%s cannot be read (%s): %s is unknown",
			file, strerror(error), missing->of[i].lost);
}

struct missing_row {
	const char *file, *error;
	char message[256];
};

static const struct field fields[] = {
	{"file", JSON_ONLY, VALUE_TEXT, MEMBER(struct missing_row, file)},
	{"error", JSON_ONLY, VALUE_TEXT, MEMBER(struct missing_row, error)},
	{"message", "  ", VALUE_TEXT, MEMBER(struct missing_row, message)},
};

void missing_print(struct render *r, const struct missing *missing)
{
	render_array(r, "missing");
	for (size_t i = 0; i < missing->count; i++) {
		struct missing_row row = {.file = missing->of[i].file,
			.error = errno_name(missing->of[i].error)};

		format_reason(missing, i, row.message, sizeof(row.message));
		render_object(r, NULL);
		render_line(r, 0);
		render_printf(r, STYLE_LABEL, "not seen");
		render_fields(r, FIELDS(fields), &row);
		render_close(r);
	}
	render_close(r);
}
