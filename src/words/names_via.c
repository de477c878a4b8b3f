/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system calls by which usercopy has the kernel copy. */
#include "words/array.h"
#include "words/names_table.h"

static const struct name vias[] = {
	{"write", 0, NAMES_WHOLE, NULL, "from user memory to a file"},
	{"pwrite", 1, NAMES_WHOLE, NULL, "the same, at an offset"},
	{"writev", 2, NAMES_WHOLE, NULL, "the same, by a vector"},
	{"process_vm_readv", 3, NAMES_WHOLE, NULL,
		"from user memory, by its pages"},
	{"read", 4, NAMES_WHOLE, NULL, "from a file of zeros to user memory"},
	{"pread", 5, NAMES_WHOLE, NULL, "the same, at an offset"},
	{"readv", 6, NAMES_WHOLE, NULL, "the same, by a vector"},
	{"process_vm_writev", 7, NAMES_WHOLE, NULL,
		"to user memory, by its pages"},
	{"getrandom", 8, NAMES_WHOLE, NULL, "random bytes to user memory"},
};
const struct names names_via = {
	"", "way to copy", vias, ARRAY_SIZE(vias), NULL};
