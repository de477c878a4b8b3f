/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory calls that trace stops at. */
#include "words/names_table.h"
#include "words/traced.h"

/* clang-format off */
#define CALL(name, bit, help) {name, TRACED_##bit, TRACED_##bit, "", help, .advice = NULL}
/* clang-format on */

static const struct name calls[] = {
	CALL("mmap", MMAP, "and mmap2, where there is one"),
	CALL("munmap", MUNMAP, "remove mappings"),
	CALL("mremap", MREMAP, "resize or move a mapping"),
	CALL("mprotect", MPROTECT, "change the protection"),
	CALL("madvise", MADVISE, "advise the kernel"),
	CALL("mlock", MLOCK, "and mlock2"),
	CALL("munlock", MUNLOCK, "unlock memory"),
	CALL("mlockall", MLOCKALL, "lock all memory"),
	CALL("munlockall", MUNLOCKALL, "unlock all memory"),
	CALL("msync", MSYNC, "write mapped pages to their file"),
	CALL("mincore", MINCORE, "ask which pages are resident"),
	CALL("mseal", MSEAL, "seal mappings"),
	CALL("brk", BRK, "move the program break"),
};
const struct names names_traced = {
	"", "memory call", calls, ARRAY_SIZE(calls), NULL};
