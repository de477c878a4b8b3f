/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Address space layout randomization is decided at exec: to end it, memtool
 * executes itself again, with the same arguments and ADDR_NO_RANDOMIZE of
 * personality(2).
 */
#ifndef MEMTOOL_OBSERVER_ASLR_H
#define MEMTOOL_OBSERVER_ASLR_H

/* Call it before anything else; it returns once nothing is left to do. */
void aslr_end(char **argv);

/* 0: our addresses are not random; else an errno. */
int aslr_refused(void);

#endif
