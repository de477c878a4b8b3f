/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes in flags share. */
#ifndef MEMTOOL_WHY_FLAGS_H
#define MEMTOOL_WHY_FLAGS_H

#include "why/inquiry.h"

/* The bits that no name of the family accounts for. */
uint64_t flags_unnamed(const struct names *names, uint64_t value);

/* What any file accepts together with MAP_SHARED_VALIDATE. */
uint64_t flags_validated(void);

/* Those bits of a protection that this machine has not, as a trial shows. */
uint64_t flags_not_of_processor(uint64_t prot);

#endif
