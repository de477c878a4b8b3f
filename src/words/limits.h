/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Resource limits as prlimit(1) takes them: "memlock=64K" sets the soft and the
 * hard limit, "memlock=64K:" only the soft one, "memlock=:64K" only the hard
 * one, "memlock=64K:1M" each.
 */
#ifndef MEMTOOL_WORDS_LIMITS_H
#define MEMTOOL_WORDS_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"
#include "words/number.h"

/* RLIM64_INFINITY: the kernel's number, also on 32-bit machines. */
#define LIMIT_UNLIMITED UINT64_MAX

/* As an argument it is the call's text: it has no padding. */
struct limit_setting {
	uint32_t resource; /* RLIMIT_MEMLOCK */
	uint16_t has_soft, has_hard;
	uint64_t soft, hard;
};

bool limit_parse(const char *text, const struct units *units,
	struct limit_setting *setting, struct complaint *why);

/* As limit_parse() reads it: "RLIMIT_MEMLOCK=65536". */
void limit_format(const struct limit_setting *setting, char *text, size_t size);

/* As in a call: "RLIMIT_MEMLOCK, {rlim_cur=65536, rlim_max=65536}". */
void limit_format_call(
	const struct limit_setting *setting, char *text, size_t size);

/* "RLIMIT_MEMLOCK" */
void limit_name(int resource, char *text, size_t size);

/* Whether it limits a number of bytes. */
bool limit_is_bytes(int resource);

#endif
