/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool complain(struct complaint *c, const char *word, const char *format, ...)
{
	va_list list;

	c->kind = COMPLAINT_USAGE;
	c->suggestion[0] = '\0';
	snprintf(c->word, sizeof(c->word), "%s", word ? word : "");
	va_start(list, format);
	vsnprintf(c->message, sizeof(c->message), format, list);
	va_end(list);
	return false;
}

bool complain_system(struct complaint *c, const char *what, int error)
{
	complain(c, NULL, "%s: %s", what, strerror(error));
	c->kind = COMPLAINT_SYSTEM;
	return false;
}

void complain_about(struct complaint *c, const char *what)
{
	size_t room = sizeof(c->message);
	size_t used = strlen(what);

	if (used + 3 > room)
		return;
	memmove(c->message + used + 2, c->message, room - used - 2);
	memcpy(c->message, what, used);
	memcpy(c->message + used, ": ", 2);
	c->message[room - 1] = '\0';
}

void complain_suggest(struct complaint *c, const char *suggestion)
{
	size_t used = strlen(c->message);

	if (!suggestion)
		return;
	snprintf(c->suggestion, sizeof(c->suggestion), "%s", suggestion);
	snprintf(c->message + used, sizeof(c->message) - used,
		"; did you mean '%s'?", suggestion);
}
