/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/reason.h"

#include <stdarg.h>
#include <stdio.h>

bool reason_set(struct reason *reason, int error, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(reason->text, sizeof(reason->text), format, list);
	va_end(list);
	reason->error = error;
	return false;
}
