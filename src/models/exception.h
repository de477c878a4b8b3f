/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An exception of the processor, in place of a translation. */
#ifndef MEMTOOL_MODELS_EXCEPTION_H
#define MEMTOOL_MODELS_EXCEPTION_H

#include <stdint.h>

/* Where the manual has a rule; chapters and sections by their names. */
#define SDM_PROTECTION(section) "Intel SDM 3A, Protection, " section
#define SDM_EXCEPTIONS(section)                                                \
	"Intel SDM 3A, Interrupt and Exception Handling, " section
#define SDM_PAGING(section) "Intel SDM 3A, Paging, " section
#define SDM_CANONICAL                                                          \
	"Intel SDM 1, Basic Execution Environment, Canonical Addressing"

struct exception {
	const char *name;    /* "#GP"; NULL: there was none */
	uint32_t code;       /* the error code that it pushes */
	const char *rule;    /* that was broken */
	const char *section; /* of the manual */
};

#endif
