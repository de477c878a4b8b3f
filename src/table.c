/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

/* clang-format off */
#define CALLS(X) \
	X(mmap) X(munmap) X(mremap) X(mprotect) X(madvise) \
	X(mlock) X(munlock) X(mlockall) X(munlockall) \
	X(msync) X(mincore) X(mseal) \
	X(brk) X(sbrk) X(alloca) X(pagesize) \
	X(touch) X(peek) X(poke) X(usercopy) \
	X(malloc) X(calloc) X(realloc) X(reallocarray) X(free) \
	X(memalign) X(posix_memalign) X(aligned_alloc) \
	X(malloc_trim) X(mallopt) \
	X(open) X(memfd) X(ftruncate) X(close)
#define INSPECTIONS(X) \
	X(maps) X(layout) X(translate) X(segments) \
	X(zones) X(kmalloc) X(vmalloc) \
	X(fit) X(explain) X(schema)
/* clang-format on */

#define DECLARE(name) extern const struct command command_##name;
#define ENTRY(name) &command_##name,

CALLS(DECLARE)
INSPECTIONS(DECLARE)

const struct command *const command_table[] = {
	CALLS(ENTRY) INSPECTIONS(ENTRY) NULL,
};
