/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The failures that people ask about most, the most frequent first.  help and
 * explain list these causes before the others, for these calls and outcomes;
 * memtool-explain(1) has them in a table.
 */
#include "why/why.h"
#include "words/array.h"

static const struct cause_row common[] = {
	{.slug = "memlock-limit",
		.when = "mlock=ENOMEM,EPERM mlockall=ENOMEM,EPERM mmap=EAGAIN"},
	{.slug = "protection", .when = "*=SIGSEGV"},
	{.slug = "not-mapped", .when = "*=SIGSEGV"},
	{.slug = "file-system-full",
		.when = "touch=SIGBUS peek=SIGBUS poke=SIGBUS"},
	{.slug = "beyond-end-of-file",
		.when = "touch=SIGBUS peek=SIGBUS poke=SIGBUS"},
	{.slug = "overcommit",
		.when = "malloc=ENOMEM realloc=ENOMEM mmap=ENOMEM"},
	{.slug = "hugetlb-pool",
		.when = "mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS"},
	{.slug = "cgroup-limit", .when = "*=SIGKILL"},
	{.slug = "as-limit",
		.when = "malloc=ENOMEM realloc=ENOMEM mmap=ENOMEM"},
	{.slug = "map-count",
		.when = "mmap=ENOMEM munmap=ENOMEM mprotect=ENOMEM"},
	{.slug = "hole",
		.when = "madvise=ENOMEM mprotect=ENOMEM mlock=ENOMEM "
			"msync=ENOMEM mincore=ENOMEM mremap=EFAULT"},
	{.slug = "misaligned",
		.when = "mmap=EINVAL munmap=EINVAL mprotect=EINVAL "
			"madvise=EINVAL"},
	{.slug = "hugetlb-size", .when = "mmap=EINVAL munmap=EINVAL"},
	{.slug = "descriptor-mode", .when = "mmap=EACCES mprotect=EACCES"},
	{.slug = "mdwe", .when = "mmap=EACCES mprotect=EACCES"},
	{.slug = "thp-off", .when = "madvise=ok,EINVAL"},
	{.slug = "thp-too-small", .when = "madvise=ok,EINVAL"},
	{.slug = "memory-kept", .when = "free=ok"},
	{.slug = "double-free", .when = "free=SIGABRT"},
	{.slug = "stack-limit", .when = "alloca=SIGSEGV touch=SIGSEGV"},
};

const struct cause_row *why_common(size_t index)
{
	return index < ARRAY_SIZE(common) ? &common[index] : NULL;
}
