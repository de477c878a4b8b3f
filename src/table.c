/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include "calls/calls.h"

/* clang-format off */
#define INSPECTIONS(X) \
	X(maps) X(layout) X(translate) X(segments) \
	X(zones) X(kmalloc) X(vmalloc) \
	X(fit) X(explain) X(examples) X(schema) X(run) X(trace)
/* clang-format on */

#define ENTRY(name) &command_##name,

INSPECTIONS(DECLARE_COMMAND)

const struct command *const command_table[] = {
	CALLS(ENTRY) INSPECTIONS(ENTRY) NULL,
};
