/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocation strategies; names_strategies has their names. */
#ifndef MEMTOOL_WORDS_STRATEGIES_H
#define MEMTOOL_WORDS_STRATEGIES_H

enum strategy {
	STRATEGY_FIRST = 1 << 0,
	STRATEGY_NEXT = 1 << 1,
	STRATEGY_BEST = 1 << 2,
	STRATEGY_BUDDY = 1 << 3,
	STRATEGY_NONE = 1 << 4,
};

#endif
