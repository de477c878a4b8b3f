/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The name to type: the program may be installed as xmemtool
 * (--program-prefix) or called by a link, and what it says must work when it is
 * pasted.
 */
#ifndef MEMTOOL_WORDS_PROGRAM_H
#define MEMTOOL_WORDS_PROGRAM_H

/*
 * Take the name from argv[0], made fit for a terminal: whoever started the
 * program chose it.  NULL: there is none.
 */
void program_set_name(const char *argv0);

/* The name without its directory; "memtool" until it is set. */
const char *program_name(void);

/*
 * A text of a table, where the program is "memtool", with the real name in its
 * place: "memtool-fit(1)" becomes "xmemtool-fit(1)".  File names such as
 * memtool.schema.json stay.  To be freed; NULL when memory is short.
 */
char *program_text(const char *text);

#endif
