/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print setuid's calls, and the user before and after. */
#include <stdio.h>

#include "acts/user.h"
#include "render/field.h"

/* The first that failed; else the last. */
const char *user_shape(const struct call *call)
{
	static char text[48];

	if (call->shown == 1 + USER_SETGROUPS)
		return "setgroups(0, NULL)";
	snprintf(text, sizeof(text), "%s(%u)",
		call->shown == 1 + USER_SETGID ? "setgid" : "setuid",
		call->shown == 1 + USER_SETGID ? user_gid(call->args[0])
					       : user_uid(call->args[0]));
	return text;
}

#define USER(member) MEMBER(struct user_findings, member)

static const struct field fields[] = {
	{"uid_before", "user ", VALUE_COUNT, USER(uid_before)},
	{"uid_after", " -> ", VALUE_COUNT, USER(uid_after)},
	{"gid_before", ", group ", VALUE_COUNT, USER(gid_before)},
	{"gid_after", " -> ", VALUE_COUNT, USER(gid_after)},
	{"failed", JSON_ONLY, VALUE_TEXT, USER(failed)},
};

static const char *name_of(unsigned stage)
{
	static const char *const names[] = {
		[USER_SETGROUPS] = "setgroups",
		[USER_SETGID] = "setgid",
		[USER_SETUID] = "setuid",
	};

	return names[stage];
}

const char *user_kernel_call(
	const struct call *call, const struct returned *returned)
{
	(void)call;
	return name_of(returned->found.user.stage);
}

void user_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	struct user_findings found = returned->found.user;

	(void)call;
	(void)bytes;
	found.failed = returned->error ? name_of(found.stage) : NULL;
	render_fields(r, FIELDS(fields), &found);
}
