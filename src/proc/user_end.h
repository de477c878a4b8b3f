/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where user addresses end, found by asking the kernel. */
#ifndef MEMTOOL_PROC_USER_END_H
#define MEMTOOL_PROC_USER_END_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Our own: the first address that no program like us has; 0: not known. */
uint64_t find_user_end(size_t page);

/* The same of process PID, which may have 32 bits where we have 64. */
uint64_t read_user_end(pid_t pid, uint64_t page);

#endif
