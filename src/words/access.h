/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of access, as --access names them. */
#ifndef MEMTOOL_WORDS_ACCESS_H
#define MEMTOOL_WORDS_ACCESS_H

enum access { ACCESS_READ, ACCESS_WRITE, ACCESS_EXEC };

#endif
