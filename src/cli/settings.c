/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of the form NAME=VALUE: stored as a struct in the step's text. */
#include <ctype.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "command/user.h"
#include "words/filter.h"
#include "words/group_rules.h"
#include "words/limits.h"
#include "words/suggest.h"

/* Keep SIZE bytes of SETTING as the step's text. */
static bool keep_setting(struct binding *b, const void *setting, size_t size)
{
	char *bytes = malloc(size);

	if (!bytes || !keep(b->cli, bytes))
		return complain_system(b->cli->why, "the command line", ENOMEM);
	memcpy(bytes, setting, size);
	b->step->text = bytes;
	b->step->text_length = size;
	return true;
}

bool bind_limit(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct limit_setting setting;

	(void)param;
	(void)e;
	return limit_parse(text, b->cli->units, &setting, b->cli->why) &&
	       keep_setting(b, &setting, sizeof(setting));
}

bool bind_group_limits(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	struct group_rules rules;

	(void)param;
	(void)e;
	return group_rules_parse(text, b->cli->units, &rules, b->cli->why) &&
	       keep_setting(b, &rules, sizeof(rules));
}

bool bind_filter(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct filter filter;

	(void)param;
	(void)e;
	return filter_parse(text, &filter, b->cli->why) &&
	       keep_setting(b, &filter, sizeof(filter));
}

/* Users as /etc/passwd has them; no service of names is asked. */
struct user {
	uint32_t uid, gid;
	bool found;
};

/* The nearest name: the file's entries do not outlive the next one. */
struct nearest {
	struct suggestion of;
	char name[64];
};

static void offer_name(struct nearest *nearest, const char *name)
{
	suggest_offer(&nearest->of, name);
	if (nearest->of.best != name)
		return;
	snprintf(nearest->name, sizeof(nearest->name), "%s", name);
	nearest->of.best = nearest->name;
}

static struct user find_user(
	const char *name, uint32_t uid, struct nearest *nearest)
{
	FILE *file = fopen("/etc/passwd", "r");
	const struct passwd *entry;
	struct user user = {.uid = uid, .gid = uid};

	while (file && !user.found && (entry = fgetpwent(file))) {
		offer_name(nearest, entry->pw_name);
		user.found = name ? strcmp(entry->pw_name, name) == 0
				  : entry->pw_uid == uid;
		if (user.found)
			user = (struct user){
				entry->pw_uid, entry->pw_gid, true};
	}
	if (file)
		fclose(file);
	return user;
}

static bool parse_id(struct binding *b, const char *text, char end,
	const char **rest, uint32_t *id)
{
	char *stop;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &stop, 10);
	if (!isdigit((unsigned char)*text) || *stop != end || errno ||
		value > UINT32_MAX)
		return complain(b->cli->why, text,
			"'%s' is not a user; a name of /etc/passwd, UID and "
			"UID:GID are accepted, with IDs up to %u",
			text, UINT32_MAX);
	*id = (uint32_t)value;
	*rest = stop + 1;
	return true;
}

static bool unknown_user(
	struct binding *b, const char *text, const struct nearest *nearest)
{
	complain(b->cli->why, text,
		"/etc/passwd has no user '%s'; a name, UID and UID:GID are "
		"accepted",
		text);
	complain_suggest(b->cli->why, nearest->of.best);
	return false;
}

bool bind_user(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct nearest nearest = {.of = suggest_for(text)};
	bool pair = strchr(text, ':') != NULL;
	struct user user = {0};
	const char *rest = text;

	(void)param;
	if (!number_begins(text) && !pair) {
		user = find_user(text, 0, &nearest);
		if (!user.found)
			return unknown_user(b, text, &nearest);
	} else {
		if (!parse_id(b, text, pair ? ':' : '\0', &rest, &user.uid) ||
			(pair && !parse_id(b, rest, '\0', &rest, &user.gid)))
			return false;
		if (!pair)
			user = find_user(NULL, user.uid, &nearest);
	}
	set_number(e, user_pack(user.uid, user.gid));
	return true;
}
