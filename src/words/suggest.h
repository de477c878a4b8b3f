/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": find the known word nearest to a mistyped one. */
#ifndef MEMTOOL_WORDS_SUGGEST_H
#define MEMTOOL_WORDS_SUGGEST_H

struct suggestion {
	const char *typed;
	const char *best; /* NULL: nothing near enough */
	unsigned distance;
};

/* Start a search for TYPED. */
struct suggestion suggest_for(const char *typed);

/* Offer one known word.  S->best is the nearest one so far. */
void suggest_offer(struct suggestion *s, const char *word);

#endif
