/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plain text of a trace:
 *
 *	# what it is
 *	a 1 100		allocate 100 bytes, and call them 1
 *	r 1 200		let them be 200
 *	f 1		free them
 */
#include "models/trace_text.h"

bool trace_plain_line(struct trace_text *text, struct trace_words *words)
{
	const char *verb;
	size_t length;
	uint64_t id, size;

	if (!trace_word(words, &verb, &length) || *verb == '#')
		return true;
	if (length != 1 || (*verb != 'a' && *verb != 'r' && *verb != 'f'))
		return trace_wrong(text,
			"'%.*s' is not an event; 'a ID SIZE', 'r ID SIZE', "
			"'f ID' and '#' are accepted",
			length < 40 ? (int)length : 40, verb);
	if (!trace_number(text, words, "ID", &id))
		return false;
	if (*verb == 'f')
		return trace_no_more(text, words) && trace_add_free(text, id);
	if (!trace_number(text, words, "SIZE", &size) ||
		!trace_no_more(text, words))
		return false;
	return *verb == 'a' ? trace_add_allocation(text, id, size)
			    : trace_add_resize(text, id, id, size);
}
