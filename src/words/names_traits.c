/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool's own words for what a mapping is. */
#include "words/array.h"
#include "words/names_table.h"
#include "words/traits.h"

/* clang-format off */
#define TRAIT(name, bit, help) {name, TRAIT_##bit, TRAIT_##bit, NULL, help, NULL}
/* clang-format on */

static const struct name traits[] = {
	TRAIT("anonymous", ANONYMOUS, "without a file, heap and stack apart"),
	TRAIT("file", FILE, "of a file"),
	TRAIT("heap", HEAP, "the heap that brk(2) moves"),
	TRAIT("stack", STACK, "the stack of the main thread"),
	TRAIT("exec", EXEC, "executable"),
	TRAIT("writable", WRITABLE, "writable"),
	TRAIT("shared", SHARED, "shared with whoever maps it"),
	TRAIT("huge", HUGE, "with huge pages in it now"),
	TRAIT("locked", LOCKED, "locked, by mlock(2) and its kin"),
};
const struct names names_traits = {
	"", "kind of mapping", traits, ARRAY_SIZE(traits), NULL};
