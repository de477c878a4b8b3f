/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two letters that smaps writes for a mapping's flags, proc_pid_smaps(5).
 */
#include "words/vmflags.h"

#include <string.h>

#include "words/array.h"

static const struct {
	char letters[3];
	const char *name;
} flags[] = {
	{"rd", "readable"},
	{"wr", "writable"},
	{"ex", "executable"},
	{"sh", "shared"},
	{"mr", "may-read"},
	{"mw", "may-write"},
	{"me", "may-exec"},
	{"ms", "may-share"},
	{"gd", "grows-down"},
	{"gu", "guards"}, /* Linux 6.19: had guard pages, maybe no longer */
	{"pf", "pure-pfn"},
	{"dw", "write-denied"},
	{"lo", "locked"},
	{"lf", "lock-on-fault"},
	{"io", "device"},
	{"sr", "sequential"},
	{"rr", "random"},
	{"dc", "dont-fork"},
	{"de", "dont-expand"},
	{"ac", "accountable"},
	{"nr", "no-reserve"},
	{"ht", "hugetlb"},
	{"sf", "synchronous-faults"},
	{"ar", "architecture"},
	{"wf", "wipe-on-fork"},
	{"dd", "dont-dump"},
	{"sd", "soft-dirty"},
	{"mm", "mixed-map"},
	{"hg", "huge-page"},
	{"nh", "no-huge-page"},
	{"mg", "mergeable"},
	{"bt", "branch-targets"},
	{"mt", "memory-tags"},
	{"um", "userfault-missing"},
	{"uw", "userfault-write-protect"},
	{"ui", "userfault-minor"},
	{"ss", "shadow-stack"},
	{"sl", "sealed"},
	{"dp", "droppable"},
	/* A flag without letters in the kernel: lf on Linux 5.10 and 6.1. */
	{"??", "unknown"},
};

const char *vmflag_name(const char *letters)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (strncmp(flags[i].letters, letters, 2) == 0)
			return flags[i].name;
	return NULL;
}

bool vmflags_next(struct vmflags *list, char letters[3])
{
	while (list->length && *list->at == ' ')
		list->at++, list->length--;
	if (list->length < 2)
		return false;
	letters[0] = list->at[0];
	letters[1] = list->at[1];
	letters[2] = '\0';
	list->at += 2;
	list->length -= 2;
	return true;
}

unsigned vmflags_count(struct vmflags list, const char *letters)
{
	unsigned count = 0;
	char one[3];

	while (vmflags_next(&list, one))
		count += strcmp(one, letters) == 0;
	return count;
}

bool vmflags_have(struct vmflags list, const char *letters)
{
	return vmflags_count(list, letters) != 0;
}
