/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of access, as --access names them; the last has no name. */
#ifndef MEMTOOL_WORDS_ACCESS_H
#define MEMTOOL_WORDS_ACCESS_H

enum access {
	ACCESS_READ,
	ACCESS_WRITE,
	ACCESS_EXEC,
	ACCESS_UNKNOWN, /* a read or a write, of a traced program */
};

#endif
