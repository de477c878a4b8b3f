/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool's own words for what a mapping is. */
#include "words/array.h"
#include "words/names_table.h"
#include "words/traits.h"

/* clang-format off */
#define TRAIT(name, bit, help) {name, TRAIT_##bit, TRAIT_##bit, "", help, .advice = NULL}
/* clang-format on */

static const struct name traits[] = {
	TRAIT("anonymous", ANONYMOUS, "without a file, except heap and stack"),
	TRAIT("file", FILE, "mapping of a file"),
	TRAIT("heap", HEAP, "the heap grown by brk(2)"),
	TRAIT("stack", STACK, "the stack of the main thread"),
	TRAIT("exec", EXEC, "executable"),
	TRAIT("writable", WRITABLE, "writable"),
	TRAIT("shared", SHARED, "shared"),
	TRAIT("huge", HUGE, "contains huge pages now"),
	TRAIT("locked", LOCKED, "locked by mlock(2) or similar"),
};
const struct names names_traits = {
	"", "kind of mapping", traits, ARRAY_SIZE(traits), NULL};
