/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl(2) and unshare(2): the numbers are from linux/prctl.h, which may be
 * older. */
#include <sched.h>

#include "words/array.h"
#include "words/names_table.h"
#include "words/needed_options.h"
#include "words/uapi.h"

#define OPTION(name, number, since, build, help)                               \
	{                                                                      \
#name, number, NAMES_WHOLE, since, help, .advice = NULL,       \
							 .option = build       \
	}

static const struct name options[] = {
	OPTION(NO_NEW_PRIVS, 38, "", "", "exec gives no new rights"),
	OPTION(THP_DISABLE, 41, "", "", "no transparent huge pages"),
	OPTION(MDWE, 65, "6.3", "", "memory-deny-write-execute"),
	OPTION(MEMORY_MERGE, 67, "6.4", "CONFIG_KSM",
		"ksmd may merge all pages"),
	OPTION(VMA, UAPI_PR_SET_VMA, "5.17", "CONFIG_ANON_VMA_NAME",
		"give anonymous memory a name"),
	/* The operation of PR_SET_VMA; a mask of 0: it is never shown. */
	{"VMA_NAME", UAPI_PR_SET_VMA, 0, "5.17", "the same", .advice = NULL},
};
const struct names names_prctl = {"PR_SET_", "option of prctl", options,
	ARRAY_SIZE(options),
	/* Known, so that they can be refused with the reason. */
	needed_option_number};

static const struct name namespaces[] = {
	BIT(CLONE_NEW, USER, "", "a user namespace",
		.option = "CONFIG_USER_NS"),
};
const struct names names_unshare = {
	"CLONE_NEW", "namespace", namespaces, ARRAY_SIZE(namespaces), NULL};
