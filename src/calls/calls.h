/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every call, in the order in which help lists them. */
#ifndef MEMTOOL_CALLS_CALLS_H
#define MEMTOOL_CALLS_CALLS_H

#include "command/command.h"

/* clang-format off */
#define CALLS(X) \
	X(mmap) X(munmap) X(mremap) X(mprotect) X(madvise) \
	X(mlock) X(munlock) X(mlockall) X(munlockall) \
	X(msync) X(mincore) X(mseal) \
	X(brk) X(sbrk) X(alloca) X(pagesize) \
	X(touch) X(peek) X(poke) X(usercopy) \
	X(malloc) X(calloc) X(realloc) X(reallocarray) X(free) \
	X(memalign) X(posix_memalign) X(aligned_alloc) \
	X(malloc_trim) X(mallopt) X(malloc_info) X(malloc_usable_size) \
	X(open) X(memfd) X(ftruncate) X(close) \
	X(fork) X(thread) X(exit) \
	X(setrlimit) X(prctl) X(setuid) \
	X(capset) X(seccomp) X(unshare) X(cgroup) X(sleep)
/* clang-format on */

#define DECLARE_COMMAND(name) extern const struct command command_##name;

CALLS(DECLARE_COMMAND)

#endif
