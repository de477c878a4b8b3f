/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of man/examples, which are part of the program. */
#ifndef MEMTOOL_INSPECTIONS_EXAMPLES_EXAMPLES_H
#define MEMTOOL_INSPECTIONS_EXAMPLES_EXAMPLES_H

#include <stddef.h>

/* Their names by index, in alphabetical order; NULL after the last. */
const char *example_at(size_t index);

/* The text of an example; NULL: there is none of this name. */
const char *example_text(const char *name);

#endif
