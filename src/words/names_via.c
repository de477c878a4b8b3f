/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls by which usercopy has the kernel copy. */
#include "words/array.h"
#include "words/names_table.h"

static const struct name vias[] = {
	WORD("write", 0, "from user memory to a file"),
	WORD("pwrite", 1, "the same, at an offset"),
	WORD("writev", 2, "the same, by a vector"),
	WORD("process_vm_readv", 3, "from user memory, by its pages"),
	WORD("read", 4, "from a file of zeros to user memory"),
	WORD("pread", 5, "the same, at an offset"),
	WORD("readv", 6, "the same, by a vector"),
	WORD("process_vm_writev", 7, "to user memory, by its pages"),
	WORD("getrandom", 8, "random bytes to user memory"),
};
const struct names names_via = {
	"", "way to copy", vias, ARRAY_SIZE(vias), NULL};
