/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": the known word that is nearest to a mistyped one. */
#ifndef MEMTOOL_WORDS_SUGGEST_H
#define MEMTOOL_WORDS_SUGGEST_H

struct suggestion {
	const char *typed;
	const char *best; /* NULL: nothing is near enough */
	unsigned distance;
};

/* Start the search for what was meant by TYPED. */
struct suggestion suggest_for(const char *typed);

/* Offer one known word.  The nearest one offered stands in S->best. */
void suggest_offer(struct suggestion *s, const char *word);

#endif
