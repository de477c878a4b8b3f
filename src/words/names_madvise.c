/* SPDX-License-Identifier: GPL-2.0-or-later */
/* madvise(2) */
#include "words/array.h"
#include "words/names_table.h"
#include "words/uapi.h"

static const struct name advice[] = {
	ADVICE(NORMAL, NULL, "no special treatment"),
	ADVICE(RANDOM, NULL, "read ahead little"),
	ADVICE(SEQUENTIAL, NULL, "read ahead much, drop behind"),
	ADVICE(WILLNEED, NULL, "read it in soon"),
	ADVICE(DONTNEED, NULL, "drop the pages now"),
	ADVICE(FREE, "4.5", "drop the pages when memory is short"),
	ADVICE(REMOVE, NULL, "drop the pages and punch a hole in the file"),
	ADVICE(DONTFORK, NULL, "a child will not have it"),
	ADVICE(DOFORK, NULL, "undo DONTFORK"),
	ADVICE(MERGEABLE, NULL, "let KSM merge equal pages"),
	ADVICE(UNMERGEABLE, NULL, "undo MERGEABLE"),
	ADVICE(HUGEPAGE, NULL, "use transparent huge pages"),
	ADVICE(NOHUGEPAGE, NULL, "use no transparent huge pages"),
	ADVICE(DONTDUMP, NULL, "leave it out of core dumps"),
	ADVICE(DODUMP, NULL, "undo DONTDUMP"),
	ADVICE(WIPEONFORK, "4.14", "a child sees zeros"),
	ADVICE(KEEPONFORK, "4.14", "undo WIPEONFORK"),
	ADVICE(COLD, "5.4", "reclaim these pages first"),
	ADVICE(PAGEOUT, "5.4", "reclaim these pages now"),
	ADVICE(POPULATE_READ, "5.14", "fault the pages in for reading"),
	ADVICE(POPULATE_WRITE, "5.14", "fault the pages in for writing"),
	ADVICE(DONTNEED_LOCKED, "5.18", "DONTNEED, locked pages too"),
	ADVICE(COLLAPSE, "6.1", "make huge pages of it, now"),
	ADVICE(HWPOISON, NULL, "treat the page as broken (privileged)"),
	ADVICE(SOFT_OFFLINE, NULL, "take the page out of use (privileged)"),
	ADVICE(GUARD_INSTALL, "6.13", "make it guard: any access is SIGSEGV"),
	ADVICE(GUARD_REMOVE, "6.13", "undo GUARD_INSTALL"),
};

const struct names names_advice = {
	"MADV_", "advice", advice, ARRAY_SIZE(advice), NULL};
