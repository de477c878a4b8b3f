/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A processor exception instead of a translation. */
#ifndef MEMTOOL_MODELS_EXCEPTION_H
#define MEMTOOL_MODELS_EXCEPTION_H

#include <stdint.h>

/* References to the manual, by chapter and section. */
#define SDM_PROTECTION(section) "Intel SDM 3A, Protection, " section
#define SDM_EXCEPTIONS(section)                                                \
	"Intel SDM 3A, Interrupt and Exception Handling, " section
#define SDM_PAGING(section) "Intel SDM 3A, Paging, " section
#define SDM_CANONICAL                                                          \
	"Intel SDM 1, Basic Execution Environment, Canonical Addressing"

struct exception {
	const char *name;    /* "#GP"; NULL: none */
	uint32_t code;       /* the error code pushed */
	const char *rule;    /* the violated rule */
	const char *section; /* its section of the manual */
};

#endif
