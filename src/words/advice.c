/* SPDX-License-Identifier: GPL-2.0-or-later */
/* madvise(2), and mm/madvise.c of the kernel */
#include "words/advice.h"

#include <stddef.h>

#include "words/array.h"
#include "words/names_table.h"
#include "words/uapi.h"

/* clang-format off */
#define ADVICE(name, since, help, ...) \
	{#name, MADV_##name, NAMES_WHOLE, since, help, \
		&(const struct advice){__VA_ARGS__}}
/* clang-format on */

#define KSM "CONFIG_KSM"
#define THP "CONFIG_TRANSPARENT_HUGEPAGE"
#define FAILURE "CONFIG_MEMORY_FAILURE"

static const struct name advices[] = {
	ADVICE(NORMAL, NULL, "no special treatment", .changes = "rr sr",
		.already = "no advice was in force"),
	ADVICE(RANDOM, NULL, "read ahead little", .changes = "rr", .sets = true,
		.already = "it was advised so already"),
	ADVICE(SEQUENTIAL, NULL, "read ahead much, drop behind",
		.changes = "sr", .sets = true,
		.already = "it was advised so already"),
	ADVICE(WILLNEED, NULL, "read it in soon", .traits = 0),
	ADVICE(DONTNEED, NULL, "drop the pages now",
		.traits = ADVICE_DROPS | ADVICE_WANTS_PAGES |
			  ADVICE_SPARES_LOCKED,
		.refuses_flags = "pf",
		.refusal = "these pages are not the kernel's to drop"),
	ADVICE(FREE, "4.5", "drop the pages when memory is short",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED,
		.refuses = OF_FILE | OF_SHARED, .refuses_flags = "ht pf",
		.refusal = "MADV_FREE is for private anonymous memory alone",
		.instead = "madvise dontneed"),
	ADVICE(REMOVE, NULL, "drop the pages and punch a hole in the file",
		.traits = ADVICE_SPARES_LOCKED | ADVICE_PUNCHES,
		.refuses = OF_ANONYMOUS | OF_PRIVATE,
		.refusal = "MADV_REMOVE is for shared mappings of a file alone",
		.instead = "madvise dontneed"),
	ADVICE(DONTFORK, NULL, "a child will not have it", .changes = "dc",
		.sets = true, .already = "a child would not have it already"),
	ADVICE(DOFORK, NULL, "undo DONTFORK", .changes = "dc",
		.already = "a child would have it already",
		.refuses_flags = "io",
		.refusal = "device memory is never inherited"),
	ADVICE(MERGEABLE, NULL, "let KSM merge equal pages", .option = KSM,
		.changes = "mg", .sets = true,
		.already = "it may be merged already"),
	ADVICE(UNMERGEABLE, NULL, "undo MERGEABLE", .option = KSM,
		.changes = "mg", .already = "it was not to be merged already"),
	ADVICE(HUGEPAGE, NULL, "use transparent huge pages", .option = THP,
		.changes = "hg", .sets = true,
		.already = "it may have huge pages already"),
	ADVICE(NOHUGEPAGE, NULL, "use no transparent huge pages", .option = THP,
		.changes = "nh", .sets = true,
		.already = "it may have no huge pages already"),
	ADVICE(DONTDUMP, NULL, "leave it out of core dumps", .changes = "dd",
		.sets = true, .already = "it was left out of dumps already"),
	ADVICE(DODUMP, NULL, "undo DONTDUMP", .changes = "dd",
		.already = "it was part of dumps already",
		.refuses_flags = "io de pf mm dp",
		.refusal = "this memory can never be part of a core dump"),
	ADVICE(WIPEONFORK, "4.14", "a child sees zeros", .changes = "wf",
		.sets = true, .already = "a child would see zeros already",
		.refuses = OF_FILE | OF_SHARED, .refuses_flags = "dp",
		.refusal =
			"MADV_WIPEONFORK is for private anonymous memory alone",
		.instead = "madvise dontfork"),
	ADVICE(KEEPONFORK, "4.14", "undo WIPEONFORK", .changes = "wf",
		.already = "a child would keep it already",
		.refuses_flags = "dp",
		.refusal = "droppable memory is always wiped"),
	ADVICE(COLD, "5.4", "reclaim these pages first",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED,
		.refuses_flags = "ht pf",
		.refusal = "such pages are never reclaimed"),
	ADVICE(PAGEOUT, "5.4", "reclaim these pages now",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED,
		.refuses_flags = "ht pf",
		.refusal = "such pages are never reclaimed"),
	ADVICE(POPULATE_READ, "5.14", "fault the pages in for reading",
		.traits = ADVICE_FAULTS_IN, .refuses_flags = "io pf",
		.refusal = "such memory has no pages to fault in"),
	ADVICE(POPULATE_WRITE, "5.14", "fault the pages in for writing",
		.traits = ADVICE_FAULTS_IN | ADVICE_WRITES,
		.refuses_flags = "io pf",
		.refusal = "such memory has no pages to fault in"),
	ADVICE(DONTNEED_LOCKED, "5.18", "DONTNEED, locked pages too",
		.traits = ADVICE_DROPS | ADVICE_WANTS_PAGES,
		.refuses_flags = "pf",
		.refusal = "these pages are not the kernel's to drop"),
	ADVICE(COLLAPSE, "6.1", "make huge pages of it, now", .option = THP,
		.refuses_flags = "io de pf mm ht",
		.refusal = "such memory cannot become transparent huge pages"),
	ADVICE(HWPOISON, NULL, "treat the page as broken (privileged)",
		.traits = ADVICE_PRIVILEGED, .option = FAILURE),
	ADVICE(SOFT_OFFLINE, NULL, "take the page out of use (privileged)",
		.traits = ADVICE_PRIVILEGED, .option = FAILURE),
	ADVICE(GUARD_INSTALL, "6.13", "make it guard: any access is SIGSEGV",
		.traits = ADVICE_SPARES_LOCKED,
		.refuses_flags = "io de pf mm ht",
		.refusal = "such memory can have no guard pages",
		.instead = "mprotect none"),
	ADVICE(GUARD_REMOVE, "6.13", "undo GUARD_INSTALL",
		.refuses_flags = "io de pf mm ht",
		.refusal = "such memory can have no guard pages"),
};

const struct names names_advice = {
	"MADV_", "advice", advices, ARRAY_SIZE(advices), NULL};

const struct advice advice_none;

const struct advice *advice_of(uint64_t value)
{
	for (size_t i = 0; i < ARRAY_SIZE(advices); i++)
		if (advices[i].value == value)
			return advices[i].advice;
	return &advice_none;
}
