/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of the calls that set circumstances for later steps. */
#include "command/param.h"

const struct param param_seconds = {"seconds", PARAM_SECONDS, ROLE_SECONDS,
	"SECONDS", "how long to wait, with or without a fraction",
	.missing = MISSING_REFUSED};

const struct param param_limit = {"limit", PARAM_LIMIT, ROLE_NONE, "NAME=VALUE",
	"the limit to set: NAME=VALUE, =SOFT:HARD, =SOFT:, =:HARD",
	.names = &names_resource};

const struct param param_option = {"option", PARAM_FLAGS, ROLE_OPTION, "OPTION",
	"the property to set, or OPTION=VALUE", .names = &names_prctl};

const struct param param_option_value = {"value", PARAM_COUNT, ROLE_VALUE,
	"NUMBER", "its value (1)", .fallback = "1"};

const struct param param_vma_name = {"name", PARAM_TEXT, ROLE_NONE, "NAME",
	"for vma_name: the name; without it the memory loses its name",
	.missing = MISSING_ABSENT};

const struct param param_user = {"user", PARAM_USER, ROLE_USER, "USER",
	"a name of /etc/passwd, UID, or UID:GID", .missing = MISSING_REFUSED};

const struct param param_filter = {"filter", PARAM_FILTER, ROLE_NONE,
	"NAME[=ERRNO],...", "the system calls to refuse, and how (EPERM)",
	.missing = MISSING_REFUSED};

const struct param param_group_limits = {"limits", PARAM_GROUP_LIMITS,
	ROLE_NONE, "NAME=VALUE,...",
	"the limits of the group, by their files' names",
	.missing = MISSING_REFUSED};

const struct param param_drop = {"drop", PARAM_FLAGS, ROLE_DROP, "CAP,...",
	"the capabilities to drop, or all", .names = &names_capability};

const struct param param_namespaces = {"flags", PARAM_FLAGS, ROLE_FLAGS,
	"NAMESPACE", "the namespace to enter", .fallback = "user",
	.names = &names_unshare};
