/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A complaint: why something cannot be done, as one sentence.  The function
 * that finds the fault fills it in and returns false; callers pass it up, and
 * the report prints it once.  Pass NULL to only learn whether there is a fault.
 *
 * It must be zeroed first, and owns its strings: free them with
 * complaint_free().
 */
#ifndef MEMTOOL_WORDS_COMPLAINT_H
#define MEMTOOL_WORDS_COMPLAINT_H

#include <stdbool.h>

enum complaint_kind {
	COMPLAINT_USAGE,
	COMPLAINT_SYSTEM,
	COMPLAINT_INTERRUPTED,
	COMPLAINT_MISSING, /* an inspection could not look */
};

struct complaint {
	enum complaint_kind kind;
	char *message;    /* with all words in full; NULL: no complaint */
	char *brief;      /* the same with long words cut, for one line */
	char *word;       /* the word at fault; NULL: none */
	char *suggestion; /* what was probably meant; NULL: unknown */
	int step;         /* the typed step at fault, from 1; 0: none */
	/* Where it is in a file of steps; NULL: on the command line. */
	char *file;
	int line, column; /* from 1; 0: it is not about one place */
};

/*
 * Say what is wrong with WORD (may be NULL), replacing an earlier complaint.
 * FORMAT is as for sentence_make().  Always returns false.
 */
bool complain(struct complaint *complaint, const char *word, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* Say that memtool itself failed: WHAT failed with ERROR. */
bool complain_system(struct complaint *complaint, const char *what, int error);

/* Put "WHAT: " before the message, as the complaint is passed up. */
void complain_about(struct complaint *complaint, const char *what);

/*
 * The complaint is about FILE, at this line and column (0: none): put
 * "FILE:LINE:COLUMN: " before the message.
 */
void complain_in_file(
	struct complaint *complaint, const char *file, int line, int column);

/* Add "; did you mean 'SUGGESTION'?" unless SUGGESTION is NULL. */
void complain_suggest(struct complaint *complaint, const char *suggestion);

/* The same for an option and its value: "--file data.bin". */
void complain_suggest_option(
	struct complaint *complaint, const char *option, const char *value);

/* Clear the complaint, and free its strings. */
void complaint_free(struct complaint *complaint);

#endif
