/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/act.h"

#if defined(__powerpc__)

#include <sys/auxv.h>

/*
 * GCC's __builtin___clear_cache does nothing on this machine.  So store the
 * data cache lines, then invalidate those of the old code (Power ISA, book II,
 * "Instruction Storage").
 */
static uintptr_t line_size(unsigned long key)
{
	enum { LEAST = 16 }; /* the smallest of these processors */
	unsigned long size = getauxval(key);

	return size ? (uintptr_t)size : LEAST;
}

static void flush(uintptr_t start, uintptr_t end)
{
	const uintptr_t data = line_size(AT_DCACHEBSIZE);
	const uintptr_t code = line_size(AT_ICACHEBSIZE);

	for (uintptr_t at = start & ~(data - 1); at < end; at += data)
		__asm__ volatile("dcbst 0,%0" : : "r"(at) : "memory");
	__asm__ volatile("sync" : : : "memory");
	for (uintptr_t at = start & ~(code - 1); at < end; at += code)
		__asm__ volatile("icbi 0,%0" : : "r"(at) : "memory");
	__asm__ volatile("sync; isync" : : : "memory");
}

#else

/* A no-op on x86 and s390x, whose instruction caches follow writes. */
static void flush(uintptr_t start, uintptr_t end)
{
	__builtin___clear_cache((char *)start, (char *)end);
}

#endif

void act_flush_code(uint64_t start, uint64_t size)
{
	flush((uintptr_t)start, (uintptr_t)(start + size));
}
