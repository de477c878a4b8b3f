/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two texts that a trace is read from, line by line: that of mtrace(3), as
 * glibc writes it, and a plain one, for people.
 *
 *	@ ./a.out:(main+0x1e)[0x401166] + 0x4052a0 0x64		a 1 100
 *	@ ./a.out:(main+0x2e)[0x401176] - 0x4052a0		f 1
 */
#ifndef MEMTOOL_MODELS_TRACE_TEXT_H
#define MEMTOOL_MODELS_TRACE_TEXT_H

#include "models/ids.h"
#include "models/trace_model.h"

enum trace_form { TRACE_UNKNOWN, TRACE_PLAIN, TRACE_MTRACE };

struct trace_text {
	struct trace *trace; /* receives the events */
	enum trace_form form;
	uint64_t line; /* line of the text, from 1 */
	struct ids ids;
	/* mtrace: the '<' line of a realloc waits for its '>' line. */
	bool resizing;
	uint64_t resized;
	/* mtrace: frees of blocks from before the trace; failed calls. */
	uint64_t unknown, failed;
	bool no_memory;   /* a failure other than a fault of the text */
	char reason[160]; /* what is wrong with the line */
};

/* Read the next line.  ENDED: it had a line break.  False: .reason says why. */
bool trace_text_line(
	struct trace_text *text, const char *line, size_t length, bool ended);

/* End the text; whether it is a complete trace. */
bool trace_text_end(struct trace_text *text);

void trace_text_free(struct trace_text *text);

/* --- for the files of the two forms --------------------------------------- */

/* The words of a line, separated by blanks. */
struct trace_words {
	const char *at, *end;
};

/* The next word; false: none. */
bool trace_word(struct trace_words *words, const char **word, size_t *length);

/* A decimal or 0x number, and nothing else. */
bool trace_number(struct trace_text *text, struct trace_words *words,
	const char *what, uint64_t *number);

/* Whether the line ends here. */
bool trace_no_more(struct trace_text *text, struct trace_words *words);

/* Say what is wrong.  Returns false, always. */
bool trace_wrong(struct trace_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Add an event of either form; ids as written in that form. */
bool trace_add_allocation(struct trace_text *text, uint64_t id, uint64_t size);
bool trace_add_resize(
	struct trace_text *text, uint64_t id, uint64_t to, uint64_t size);
bool trace_add_free(struct trace_text *text, uint64_t id);

bool trace_plain_line(struct trace_text *text, struct trace_words *words);
bool trace_mtrace_line(struct trace_text *text, struct trace_words *words);

#endif
