/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The name to type: the program may be installed as xmemtool (--program-prefix)
 * or invoked by a link, and commands in its output must work when pasted.
 */
#ifndef MEMTOOL_WORDS_PROGRAM_H
#define MEMTOOL_WORDS_PROGRAM_H

/*
 * Take the name from argv[0], escaped for a terminal because the caller chose
 * it.  NULL: there is none.
 */
void program_set_name(const char *argv0);

/* The name without its directory; "memtool" until it is set. */
const char *program_name(void);

/*
 * A copy of TEXT with "memtool" replaced by the real name: "memtool-fit(1)"
 * becomes "xmemtool-fit(1)".  File names such as memtool.schema.json stay. The
 * caller frees it; NULL: out of memory.
 */
char *program_text(const char *text);

#endif
