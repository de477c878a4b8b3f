/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sentence with words from outside in it, made twice: whole for programs,
 * and with long words cut for people, so that no word hides the sentence.
 */
#ifndef MEMTOOL_WORDS_SENTENCE_H
#define MEMTOOL_WORDS_SENTENCE_H

#include <stdarg.h>

/* A longer word is cut to its beginning, "..." and its end. */
enum { WORD_SHOWN = 64, WORD_ROOM = WORD_SHOWN + 1 };

struct sentence {
	char *whole, *brief; /* the caller frees them; NULL: out of memory */
};

/*
 * As printf, with plain %s, %c, %d, %u and %x.  A %s is a word from outside
 * where it stands in quotes or before a colon ("'%s' is", "%s:%u: ");
 * elsewhere it is a part of the sentence, and never cut.
 */
struct sentence sentence_make(const char *format, va_list list);

/* WORD, cut between characters if it is longer than WORD_SHOWN bytes. */
void word_cut(const char *word, char text[WORD_ROOM]);

#endif
