/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool's own words for the strategies that fit compares. */
#include "words/array.h"
#include "words/names_table.h"
#include "words/strategies.h"

/* clang-format off */
#define STRATEGY(name, bit, help) \
	{name, STRATEGY_##bit, STRATEGY_##bit, "", help, .advice = NULL}
/* clang-format on */

static const struct name strategies[] = {
	STRATEGY("first", FIRST, "first fit: the lowest free block that fits"),
	STRATEGY("next", NEXT, "next fit: first fit from where it stopped"),
	STRATEGY("best", BEST, "best fit: the smallest free block that fits"),
	STRATEGY("buddy", BUDDY, "the buddy system: powers of two"),
	STRATEGY("none", NONE, "no free list: nothing is reused"),
};
const struct names names_strategies = {
	"", "strategy", strategies, ARRAY_SIZE(strategies), NULL};
