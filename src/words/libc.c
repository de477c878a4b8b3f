/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/libc.h"

#include <stdarg.h> /* for musl's macro, see below */
#include <stdio.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>

const char *libc_name(void)
{
	static char name[40];

	snprintf(name, sizeof(name), "glibc %s", gnu_get_libc_version());
	return name;
}

bool glibc_is_older(int minor)
{
	int is = 0;

	return sscanf(gnu_get_libc_version(), "2.%d", &is) == 1 && is < minor;
}

#else

/*
 * musl intentionally defines no macro; config.guess detects it by this header
 * guard.
 */
const char *libc_name(void)
{
#ifdef __DEFINED_va_list
	return "musl";
#else
	return NULL;
#endif
}

bool glibc_is_older(int minor)
{
	(void)minor;
	return false;
}

#endif
