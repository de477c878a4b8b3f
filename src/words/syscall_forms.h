/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls with known arguments; ends with an empty name. */
#ifndef MEMTOOL_WORDS_SYSCALL_FORMS_H
#define MEMTOOL_WORDS_SYSCALL_FORMS_H

#include "words/syscalls.h"

extern const struct syscall_form syscall_forms[];

#endif
