/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user and a group in one argument. */
#ifndef MEMTOOL_COMMAND_USER_H
#define MEMTOOL_COMMAND_USER_H

#include <stdint.h>

static inline uint64_t user_pack(uint32_t uid, uint32_t gid)
{
	return (uint64_t)gid << 32 | uid;
}

static inline uint32_t user_uid(uint64_t packed)
{
	return (uint32_t)packed;
}

static inline uint32_t user_gid(uint64_t packed)
{
	return (uint32_t)(packed >> 32);
}

#endif
