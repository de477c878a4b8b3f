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
		.advice = &(const struct advice){__VA_ARGS__}}
/* clang-format on */

#define KSM "CONFIG_KSM"
#define THP "CONFIG_TRANSPARENT_HUGEPAGE"
#define FAILURE "CONFIG_MEMORY_FAILURE"

static const struct name advices[] = {
	ADVICE(NORMAL, "", "no special treatment", .changes = "rr sr",
		.already = "no advice was in effect"),
	ADVICE(RANDOM, "", "read ahead little", .changes = "rr", .sets = true,
		.already = "this advice was already in effect"),
	ADVICE(SEQUENTIAL, "", "read ahead a lot, drop pages soon after",
		.changes = "sr", .sets = true,
		.already = "this advice was already in effect"),
	ADVICE(WILLNEED, "", "read the pages in soon",
		.traits = ADVICE_READS | ADVICE_ELSEWHERE),
	ADVICE(DONTNEED, "", "drop the pages now",
		.traits = ADVICE_DROPS | ADVICE_WANTS_PAGES |
			  ADVICE_SPARES_LOCKED,
		.refuses_flags = "pf",
		.refusal = "the kernel does not manage these pages"),
	ADVICE(FREE, "4.5", "drop the pages when memory is short",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED |
			  ADVICE_LATER,
		.refuses = OF_FILE | OF_SHARED, .refuses_flags = "ht pf",
		.refusal = "MADV_FREE works only on private anonymous memory",
		.instead = "madvise dontneed",
		.instead_shared = "madvise remove"),
	ADVICE(REMOVE, "", "drop the pages and punch a hole in the file",
		.traits = ADVICE_SPARES_LOCKED | ADVICE_PUNCHES |
			  ADVICE_ELSEWHERE,
		.refuses = OF_ANONYMOUS | OF_PRIVATE,
		.refusal =
			"MADV_REMOVE works only on shared mappings of a file",
		.instead = "madvise dontneed"),
	ADVICE(DONTFORK, "", "do not inherit on fork", .changes = "dc",
		.sets = true,
		.already = "the memory was already not inherited on fork"),
	ADVICE(DOFORK, "", "undo DONTFORK", .changes = "dc",
		.already = "the memory was already inherited on fork",
		.refuses_flags = "io",
		.refusal = "device memory is never inherited"),
	ADVICE(MERGEABLE, "", "let KSM merge equal pages", .traits = ADVICE_KSM,
		.option = KSM, .changes = "mg", .sets = true,
		.already = "KSM was already allowed to merge it"),
	ADVICE(UNMERGEABLE, "", "undo MERGEABLE", .option = KSM,
		.changes = "mg",
		.already = "KSM was already not allowed to merge it"),
	ADVICE(HUGEPAGE, "", "use transparent huge pages", .option = THP,
		.changes = "hg", .sets = true,
		.already = "huge pages were already allowed"),
	ADVICE(NOHUGEPAGE, "", "do not use transparent huge pages",
		.option = THP, .changes = "nh", .sets = true,
		.already = "huge pages were already not allowed"),
	ADVICE(DONTDUMP, "", "exclude from core dumps", .changes = "dd",
		.sets = true,
		.already = "the memory was already excluded from core dumps"),
	ADVICE(DODUMP, "", "undo DONTDUMP", .changes = "dd",
		.already = "the memory was already included in core dumps",
		.refuses_flags = "io de pf mm dp",
		.refusal = "this memory can never be part of a core dump"),
	ADVICE(WIPEONFORK, "4.14", "zero in a child after fork",
		.changes = "wf", .sets = true,
		.already = "a child would already see zeros",
		.refuses = OF_FILE | OF_SHARED, .refuses_flags = "dp",
		.refusal = "MADV_WIPEONFORK works only on private anonymous "
			   "memory",
		.instead = "madvise dontfork"),
	ADVICE(KEEPONFORK, "4.14", "undo WIPEONFORK", .changes = "wf",
		.already = "a child would already keep the memory",
		.refuses_flags = "dp",
		.refusal = "droppable memory is always wiped"),
	ADVICE(COLD, "5.4", "reclaim these pages first",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED |
			  ADVICE_NEEDS_SWAP,
		.refuses_flags = "ht pf",
		.refusal = "such pages are never reclaimed"),
	ADVICE(PAGEOUT, "5.4", "reclaim these pages now",
		.traits = ADVICE_WANTS_PAGES | ADVICE_SPARES_LOCKED |
			  ADVICE_NEEDS_SWAP,
		.refuses_flags = "ht pf",
		.refusal = "such pages are never reclaimed"),
	ADVICE(POPULATE_READ, "5.14", "fault the pages in for reading",
		.traits = ADVICE_FAULTS_IN, .refuses_flags = "io pf",
		.refusal = "such memory has no pages to fault in"),
	ADVICE(POPULATE_WRITE, "5.14", "fault the pages in for writing",
		.traits = ADVICE_FAULTS_IN | ADVICE_WRITES,
		.refuses_flags = "io pf",
		.refusal = "such memory has no pages to fault in"),
	ADVICE(DONTNEED_LOCKED, "5.18", "as DONTNEED, also for locked pages",
		.traits = ADVICE_DROPS | ADVICE_WANTS_PAGES,
		.refuses_flags = "pf",
		.refusal = "the kernel does not manage these pages"),
	ADVICE(COLLAPSE, "6.1", "make transparent huge pages now",
		.option = THP, .refuses_flags = "io de pf mm ht",
		.refusal = "such memory cannot become transparent huge pages"),
	ADVICE(HWPOISON, "", "treat the page as broken (privileged)",
		.traits = ADVICE_PRIVILEGED | ADVICE_ELSEWHERE,
		.option = FAILURE),
	ADVICE(SOFT_OFFLINE, "", "take the page out of use (privileged)",
		.traits = ADVICE_PRIVILEGED | ADVICE_ELSEWHERE,
		.option = FAILURE),
	ADVICE(GUARD_INSTALL, "6.13", "make guard pages: any access is SIGSEGV",
		.traits = ADVICE_SPARES_LOCKED | ADVICE_ELSEWHERE,
		.refuses_flags = "io de pf mm ht",
		.refusal = "such memory can have no guard pages",
		.instead = "mprotect none"),
	ADVICE(GUARD_REMOVE, "6.13", "undo GUARD_INSTALL",
		.traits = ADVICE_ELSEWHERE, .refuses_flags = "io de pf mm ht",
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
