/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A complaint: why something cannot be done, as one sentence.  Whoever finds
 * the fault fills it in and returns false; callers hand it upward, and it is
 * printed once, by the report.  Who only wants to know whether there is a fault
 * passes NULL.
 *
 * It begins zeroed and owns its strings: its first owner ends it with
 * complaint_free().
 */
#ifndef MEMTOOL_WORDS_COMPLAINT_H
#define MEMTOOL_WORDS_COMPLAINT_H

#include <stdbool.h>

enum complaint_kind {
	COMPLAINT_USAGE,
	COMPLAINT_SYSTEM,
	COMPLAINT_INTERRUPTED,
	COMPLAINT_UNSEEN, /* an inspection could not look */
};

struct complaint {
	enum complaint_kind kind;
	char *message;    /* with every word in full; NULL: no complaint */
	char *brief;      /* the same with long words cut, for one line */
	char *word;       /* the word at fault; NULL where there is none */
	char *suggestion; /* what was probably meant; NULL likewise */
	int step;         /* the typed step at fault, from 1; 0: none */
};

/*
 * Say what is wrong with WORD (may be NULL), instead of what C said before.
 * FORMAT is sentence_make()'s.  Returns false, always.
 */
bool complain(struct complaint *c, const char *word, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Say that memtool itself could not work: WHAT failed with ERROR. */
bool complain_system(struct complaint *c, const char *what, int error);

/* Put "WHAT: " before the message, as the complaint travels upward. */
void complain_about(struct complaint *c, const char *what);

/* Add "; did you mean 'SUGGESTION'?" unless SUGGESTION is NULL. */
void complain_suggest(struct complaint *c, const char *suggestion);

/* The same for an option and its value: "--file data.bin". */
void complain_suggest_option(
	struct complaint *c, const char *option, const char *value);

/* Forget what C says, and free it. */
void complaint_free(struct complaint *c);

#endif
