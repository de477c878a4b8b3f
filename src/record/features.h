/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel may lack: a system call, or a value of one.  A filter can
 * answer as a kernel that lacks it does.
 */
#ifndef MEMTOOL_RECORD_FEATURES_H
#define MEMTOOL_RECORD_FEATURES_H

#include <stdbool.h>

#include "record/record.h"
#include "words/names.h"

struct feature {
	const char *since;  /* the first Linux with it; NULL: all have it */
	const char *option; /* of the kernel's build; NULL: none removes it */
};

/* VALUE, of an argument of the step; NULL: the system call of its errno. */
struct feature feature_of(
	const struct record *record, const struct name *value);

/* Whether the running kernel's version is older. */
bool feature_too_new(const struct feature *feature);

/*
 * Whether the kernel can be seen to have it: by its version, and by *SIGN of
 * how it was built, a file or a call; NULL: no build leaves it out.
 */
bool feature_shown(const struct feature *feature, const char **sign);

#endif
