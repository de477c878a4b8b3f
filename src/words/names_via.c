/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls with which usercopy makes the kernel copy. */
#include "words/array.h"
#include "words/names_table.h"
#include "words/via.h"

static const struct name vias[] = {
	WORD("write", VIA_WRITE, "from user memory to a file"),
	WORD("pwrite", VIA_PWRITE, "the same, at an offset"),
	WORD("writev", VIA_WRITEV, "the same, with a vector"),
	WORD("process_vm_readv", VIA_PROCESS_VM_READV,
		"from user memory, through its pages"),
	WORD("read", VIA_READ, "from a file of zeros to user memory"),
	WORD("pread", VIA_PREAD, "the same, at an offset"),
	WORD("readv", VIA_READV, "the same, with a vector"),
	WORD("process_vm_writev", VIA_PROCESS_VM_WRITEV,
		"to user memory, through its pages"),
	WORD("getrandom", VIA_GETRANDOM, "random bytes to user memory"),
};
const struct names names_via = {
	"", "way to copy", vias, ARRAY_SIZE(vias), NULL};
