/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sentence that contains foreign words, made twice: complete for programs,
 * and with long words cut for people.
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
 * Like printf, with plain %s, %c, %d, %u and %x.  A %s in quotes or before a
 * colon ("'%s' is", "%s:%u: ") is a foreign word; any other is part of the
 * sentence, and never cut.
 */
struct sentence sentence_make(const char *format, va_list list);

/* WORD, cut between characters if it is longer than WORD_SHOWN bytes. */
void word_cut(const char *word, char text[WORD_ROOM]);

#endif
