/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes about flags share. */
#ifndef MEMTOOL_WHY_ARGUMENTS_FLAGS_H
#define MEMTOOL_WHY_ARGUMENTS_FLAGS_H

#include "why/diagnosis.h"

/* The bits that have no name in the family. */
uint64_t flags_unnamed(const struct names *names, uint64_t value);

/* The flags that every file accepts with MAP_SHARED_VALIDATE. */
uint64_t flags_validated(void);

/* The protection bits that this machine lacks, found by trying. */
uint64_t flags_not_of_processor(uint64_t prot);

#endif
