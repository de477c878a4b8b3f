/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where user addresses end, found by asking the kernel. */
#ifndef MEMTOOL_PROC_USER_END_H
#define MEMTOOL_PROC_USER_END_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The end of our own user addresses; 0: unknown. */
uint64_t find_user_end(size_t page);

/* The same for process PID, which may have 32 bits while we have 64. */
uint64_t read_user_end(pid_t pid, uint64_t page);

#endif
