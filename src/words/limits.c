/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "words/names.h"

void limit_name(int resource, char *text, size_t size)
{
	names_format(&names_resource, (uint64_t)resource, text, size);
}

bool limit_is_bytes(int resource)
{
	switch (resource) {
	case RLIMIT_AS:
	case RLIMIT_CORE:
	case RLIMIT_DATA:
	case RLIMIT_FSIZE:
	case RLIMIT_MEMLOCK:
	case RLIMIT_MSGQUEUE:
	case RLIMIT_RSS:
	case RLIMIT_STACK:
		return true;
	default:
		return false;
	}
}

static bool parse_value(const char *word, const struct units *units,
	uint64_t *value, struct complaint *why)
{
	if (strcasecmp(word, "unlimited") == 0) {
		*value = LIMIT_UNLIMITED;
		return true;
	}
	if (!number_begins(word))
		return complain(why, word,
			"'%s' is not a limit; a number or 'unlimited' is "
			"accepted",
			word);
	return number_parse_size(word, units, value, why);
}

/* "SOFT:HARD", "SOFT:", ":HARD", or one VALUE for both.  VALUES is changed. */
static bool parse_values(char *values, const struct units *units,
	struct limit_setting *setting, struct complaint *why)
{
	char *colon = strchr(values, ':');
	const char *soft = values, *hard = values;

	if (colon) {
		*colon = '\0';
		hard = colon + 1;
	}
	setting->has_soft = *soft != '\0';
	setting->has_hard = *hard != '\0';
	return (!*soft || parse_value(soft, units, &setting->soft, why)) &&
	       (!*hard || parse_value(hard, units, &setting->hard, why));
}

static bool parse_resource(
	const char *name, struct limit_setting *setting, struct complaint *why)
{
	uint64_t resource;

	if (!names_parse(&names_resource, name, NULL, &resource, why))
		return false;
	if (resource > UINT32_MAX)
		return complain(why, name,
			"'%s' is too large; the number of a resource has 32 "
			"bits",
			name);
	setting->resource = (uint32_t)resource;
	return true;
}

bool limit_parse(const char *text, const struct units *units,
	struct limit_setting *setting, struct complaint *why)
{
	char *name = strdup(text);
	char *equals = name ? strchr(name, '=') : NULL;
	bool good;

	*setting = (struct limit_setting){0};
	if (!name)
		return complain_system(why, text, ENOMEM);
	if (equals)
		*equals = '\0';
	good = parse_resource(name, setting, why) &&
	       (!equals || parse_values(equals + 1, units, setting, why));
	free(name);
	if (good && !setting->has_soft && !setting->has_hard)
		return complain(why, text,
			"'%s' has no value; NAME=VALUE, NAME=SOFT:, NAME=:HARD "
			"and NAME=SOFT:HARD are accepted (memlock=64K)",
			text);
	return good;
}

static void format_value(bool has, uint64_t value, char *text, size_t size)
{
	if (!has)
		*text = '\0';
	else if (value == LIMIT_UNLIMITED)
		snprintf(text, size, "unlimited");
	else
		snprintf(text, size, "%" PRIu64, value);
}

void limit_format(const struct limit_setting *setting, char *text, size_t size)
{
	bool one = setting->has_soft && setting->has_hard &&
		   setting->soft == setting->hard;
	char name[32], soft[32], hard[32];

	limit_name((int)setting->resource, name, sizeof(name));
	format_value(setting->has_soft, setting->soft, soft, sizeof(soft));
	format_value(
		setting->has_hard && !one, setting->hard, hard, sizeof(hard));
	snprintf(text, size, "%s=%s%s%s", name, soft, one ? "" : ":", hard);
}

static void format_member(
	const char *name, uint64_t value, char *text, size_t size)
{
	if (value == LIMIT_UNLIMITED)
		snprintf(text, size, "%s=RLIM_INFINITY", name);
	else
		snprintf(text, size, "%s=%" PRIu64, name, value);
}

void limit_format_call(
	const struct limit_setting *setting, char *text, size_t size)
{
	bool both = setting->has_soft && setting->has_hard;
	char name[32], soft[48] = "", hard[48] = "";

	limit_name((int)setting->resource, name, sizeof(name));
	if (setting->has_soft)
		format_member("rlim_cur", setting->soft, soft, sizeof(soft));
	if (setting->has_hard)
		format_member("rlim_max", setting->hard, hard, sizeof(hard));
	snprintf(
		text, size, "%s, {%s%s%s}", name, soft, both ? ", " : "", hard);
}
