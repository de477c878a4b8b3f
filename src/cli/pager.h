/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A person's pager, for text that does not fit the terminal. */
#ifndef MEMTOOL_CLI_PAGER_H
#define MEMTOOL_CLI_PAGER_H

/*
 * Print TEXT to standard output.  If that is a terminal with fewer lines than
 * TEXT needs, show it through $PAGER, or without one through less or more.
 * TERM=dumb, an empty PAGER, or a pager that cannot be started: no pager.
 */
void pager_print(const char *text);

#endif
