/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of signals and their codes, sigaction(2). */
#ifndef MEMTOOL_WORDS_SIGNALS_H
#define MEMTOOL_WORDS_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

/* "SIGSEGV", "SIGRTMIN+6"; NULL for a number without a name. */
const char *signal_name(int number);

/* The number of "SIGSEGV" or "segv"; 0 for an unknown name. */
int signal_number(const char *name);

/* "SEGV_MAPERR"; NULL for a code without a name. */
const char *signal_code_name(int number, int code);

/* Whether NAME ("SEGV_ACCERR") is a code of this signal; sets *CODE. */
bool signal_code(int number, const char *name, int *code);

/* The codes of this signal by index, NULL after the last. */
const char *signal_code_at(int number, size_t index);

/* The names by index, NULL after the last. */
const char *signal_at(size_t index);

#endif
