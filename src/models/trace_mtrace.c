/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What mtrace(3) writes, as of glibc 2.36 (malloc/mtrace-impl.c):
 *
 *	= Start
 *	@ ./a.out:(main+0x1e)[0x401166] + 0x4052a0 0x64		malloc
 *	@ ./a.out:(main+0x2e)[0x401176] < 0x4052a0		realloc of this
 *	@ ./a.out:(main+0x2e)[0x401176] > 0x405310 0xc8		gave this
 *	@ ./a.out:(main+0x3e)[0x401186] ! 0x405310 0xffff0000	failed
 *	@ ./a.out:(main+0x3e)[0x401186] + (nil) 0xffff0000	likewise
 *	@ ./a.out:(main+0x4e)[0x401196] - 0x405310		free
 *	= End
 */
#include <string.h>

#include "models/trace_text.h"

/* The start of the event, after its caller. */
static bool skip_place(struct trace_text *text, struct trace_words *words)
{
	const char *bracket;

	if (*words->at != '@')
		return true;
	/* A program's name may contain anything. */
	bracket = memrchr(words->at, ']', (size_t)(words->end - words->at));
	if (!bracket)
		return trace_wrong(text,
			"the line ends before its event: '@ PLACE[0xADDRESS] + "
			"0xADDRESS 0xSIZE' is accepted");
	words->at = bracket + 1;
	return true;
}

static bool is_nil(const struct trace_words *words)
{
	struct trace_words ahead = *words;
	const char *word;
	size_t length;

	return trace_word(&ahead, &word, &length) && length == 5 &&
	       memcmp(word, "(nil)", 5) == 0;
}

/* The address of an event, and its size if it has one. */
static bool read_event(struct trace_text *text, struct trace_words *words,
	bool sized, uint64_t *address, uint64_t *size)
{
	const char *nil;
	size_t length;

	*address = *size = 0;
	if (is_nil(words))
		trace_word(words, &nil, &length);
	else if (!trace_number(text, words, "address", address))
		return false;
	return (!sized || trace_number(text, words, "size", size)) &&
	       trace_no_more(text, words);
}

static bool add_event(
	struct trace_text *text, char verb, uint64_t address, uint64_t size)
{
	switch (verb) {
	case '-':
		return trace_add_free(text, address);
	case '<':
		text->resizing = true;
		text->resized = address;
		return true;
	case '>':
		text->resizing = false;
		return trace_add_resize(text, text->resized, address, size);
	case '+':
		if (address)
			return trace_add_allocation(text, address, size);
		break;
	}
	text->failed++;
	return true;
}

bool trace_mtrace_line(struct trace_text *text, struct trace_words *words)
{
	const char *verb;
	size_t length;
	uint64_t address, size;

	if (*words->at == '=')
		return true;
	if (!skip_place(text, words))
		return false;
	if (!trace_word(words, &verb, &length))
		return trace_wrong(text, "the line ends before its event");
	if (length != 1 || !strchr("+-<>!", *verb))
		return trace_wrong(text,
			"'%.*s' is not an event of mtrace(3); +, -, <, > "
			"and ! are accepted",
			length < 40 ? (int)length : 40, verb);
	if (text->resizing != (*verb == '>'))
		return trace_wrong(
			text, text->resizing
				      ? "a '>' line must follow a '<' line: a "
					"realloc"
				      : "a '<' line must precede a '>' line: a "
					"realloc");
	if (!read_event(
		    text, words, *verb != '-' && *verb != '<', &address, &size))
		return false;
	return add_event(text, *verb, address, size);
}
