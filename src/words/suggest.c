/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/suggest.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 32 };

static unsigned smallest(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/*
 * The edit distance of A and B, ignoring case: insertion, deletion, replacement
 * and the exchange of two neighbours, the most common typing error.
 */
static unsigned edits(const char *a, const char *b)
{
	unsigned row[3][LONGEST + 1];
	size_t na = strlen(a), nb = strlen(b);

	if (na > LONGEST || nb > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= nb; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned *now = row[i % 3], *last = row[(i + 2) % 3];
		unsigned *before = row[(i + 1) % 3];

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			int x = tolower((unsigned char)a[i - 1]);
			int y = tolower((unsigned char)b[j - 1]);

			now[j] = smallest(last[j] + 1, now[j - 1] + 1,
				last[j - 1] + (x != y));
			if (i > 1 && j > 1 &&
				x == tolower((unsigned char)b[j - 2]) &&
				y == tolower((unsigned char)a[i - 2]) &&
				before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return row[na % 3][nb];
}

struct suggestion suggest_for(const char *typed)
{
	size_t length = strlen(typed);

	/* Up to a third of the word may be wrong. */
	return (struct suggestion){typed, NULL, (unsigned)(length / 3 + 1)};
}

void suggest_offer(struct suggestion *s, const char *word)
{
	unsigned distance = edits(s->typed, word);

	if (distance >= s->distance || distance >= strlen(word))
		return;
	s->best = word;
	s->distance = distance;
}
