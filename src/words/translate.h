/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of the options of address translation. */
#ifndef MEMTOOL_WORDS_TRANSLATE_H
#define MEMTOOL_WORDS_TRANSLATE_H

#include "words/access.h"

/* --mode; 32 has its own number as its value. */
enum translate_mode {
	TRANSLATE_LIVE = 0, /* not given: the running machine's mode */
	TRANSLATE_REAL = 1,
	TRANSLATE_PROTECTED = 2,
	TRANSLATE_LONG = 3,
	TRANSLATE_4LEVEL = 4,
	TRANSLATE_5LEVEL = 5,
	TRANSLATE_32 = 32,
	TRANSLATE_PAE = 36,
};

/* --segment, in the order in which instructions encode them. */
enum translate_segment {
	SEGMENT_ES,
	SEGMENT_CS,
	SEGMENT_SS,
	SEGMENT_DS,
	SEGMENT_FS,
	SEGMENT_GS,
};

/* --control: the bits of control registers that matter. */
enum translate_control {
	CONTROL_WP = 1 << 0,  /* CR0 */
	CONTROL_PSE = 1 << 1, /* CR4 */
	CONTROL_PSE36 =
		1 << 2, /* not in a register: a property of the processor */
	CONTROL_NXE = 1 << 3,  /* EFER */
	CONTROL_SMEP = 1 << 4, /* CR4 */
	CONTROL_SMAP = 1 << 5, /* CR4 */
	CONTROL_AC = 1 << 6,   /* EFLAGS: lifts SMAP */
	CONTROL_LA57 = 1 << 7, /* CR4: 57-bit linear addresses */
	CONTROL_DEFAULT =
		CONTROL_WP | CONTROL_PSE | CONTROL_PSE36 | CONTROL_NXE,
};
#define CONTROL_DEFAULT_TEXT "wp,pse,pse36,nxe"

enum { A20_OFF, A20_ON };

#endif
