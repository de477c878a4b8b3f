/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion of limits and users. */
#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "cli/offers.h"
#include "words/group_rules.h"

/* "memlock=", and "memlock=unlimited" once the name is there. */
void offer_limit(const struct completion *completion, const struct param *param)
{
	const struct names *names = param->names;
	bool named = strchr(completion->part, '=') != NULL;
	char full[64];

	for (size_t i = 0; i < names->count; i++) {
		snprintf(full, sizeof(full), "%s=%s", names->list[i].name,
			named ? "unlimited" : "");
		for (char *p = full; *p; p++)
			*p = (char)tolower((unsigned char)*p);
		offer(completion, full);
	}
}

/* "memory.max=". */
void offer_group_limits(
	const struct completion *completion, const struct param *param)
{
	const char *name;
	char full[64];

	(void)param;
	for (size_t i = 0; (name = group_rule_at(i)); i++) {
		snprintf(full, sizeof(full), "%s=", name);
		offer(completion, full);
	}
}

void offer_users(const struct completion *completion, const struct param *param)
{
	FILE *file = fopen("/etc/passwd", "r");
	const struct passwd *entry;

	(void)param;
	while (file && (entry = fgetpwent(file)))
		offer(completion, entry->pw_name);
	if (file)
		fclose(file);
}
