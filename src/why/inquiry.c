/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/inquiry.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc/lines.h"
#include "proc/read.h"

bool cause_says(struct cause *c, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(c->message, sizeof(c->message), format, list);
	va_end(list);
	return true;
}

void cause_fact(
	struct cause *c, const char *key, const char *label, struct value value)
{
	if (c->fact_count < FACTS_MAX)
		c->facts[c->fact_count++] = (struct fact){
			.key = key, .label = label, .value = value};
}

void cause_text(
	struct cause *c, const char *key, const char *label, const char *text)
{
	if (c->fact_count == FACTS_MAX)
		return;
	cause_fact(c, key, label, as_foreign(""));
	snprintf(c->facts[c->fact_count - 1].text, sizeof(c->facts[0].text),
		"%s", text);
}

struct value fact_value(const struct fact *fact)
{
	return fact->value.kind == VALUE_FOREIGN ? as_foreign(fact->text)
						 : fact->value;
}

void cause_try(struct cause *c, const char *format, ...)
{
	va_list list;

	if (c->remedy_count == REMEDIES_MAX)
		return;
	va_start(list, format);
	vsnprintf(c->remedies[c->remedy_count++], sizeof(c->remedies[0]),
		format, list);
	va_end(list);
}

const struct advice *inquiry_advice(const struct inquiry *q)
{
	return asks(q, &command_madvise) ? advice_of(arg(q->call, ROLE_ADVICE))
					 : &advice_none;
}

bool asks(const struct inquiry *q, const struct command *command)
{
	return q->command == command;
}

bool typed(const struct inquiry *q, const char *param)
{
	return command_given(q->command, q->call->given, param);
}

const struct snapshot *inquiry_snapshot(const struct inquiry *q)
{
	bool late = q->error &&
		    (call_repeats(q->call) ||
			    command_has_trait(q->command, CALL_USES_HEAP));

	q->kept->unseen |= !q->record->before;
	return late && q->record->after ? q->record->after : q->record->before;
}

struct maps inquiry_maps(const struct inquiry *q)
{
	const struct snapshot *before = inquiry_snapshot(q);

	if (!before)
		return maps_of("", 0);
	return maps_of(
		before->part[PART_MAPS].text, before->part[PART_MAPS].length);
}

bool inquiry_mapping(
	const struct inquiry *q, uint64_t address, struct mapping *mapping)
{
	return maps_find(inquiry_maps(q), address, mapping);
}

bool inquiry_status(const struct inquiry *q, const char *key, uint64_t *value)
{
	const struct snapshot *before = inquiry_snapshot(q);
	bool found;
	size_t length;
	char *text;

	if (before && before->parts & PART_BIT(PART_STATUS))
		return lines_find_number(before->part[PART_STATUS].text,
			before->part[PART_STATUS].length, key, value);
	text = read_process_file(q->subject, "status", &length);
	found = text && lines_find_number(text, length, key, value);
	free(text);
	return found;
}

bool inquiry_limit(const struct inquiry *q, int resource, uint64_t *limit)
{
	struct rlimit is;

	/* One that died has none any more; it had ours. */
	if (prlimit(q->subject, resource, NULL, &is) == -1 &&
		getrlimit(resource, &is) == -1)
		return false;
	*limit = is.rlim_cur;
	return is.rlim_cur != RLIM_INFINITY;
}

/*
 * user_namespaces(7): the initial one has this inode number since Linux 3.8
 * (include/uapi/linux/nsfs.h).
 */
bool inquiry_in_first_namespace(const struct inquiry *q)
{
	const ino_t first = 0xeffffffd;
	struct stat is;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)q->subject);
	/* One that died had ours; a kernel without such files has only one. */
	return (stat(path, &is) == -1 &&
		       stat("/proc/self/ns/user", &is) == -1) ||
	       is.st_ino == first;
}

/* CapEff:	000001fffeffffff */
bool inquiry_has_capability(const struct inquiry *q, int capability)
{
	size_t length;
	char *text = read_process_file(q->subject, "status", &length);
	struct lines lines;
	struct line line;
	uint64_t set = 0;

	if (!text)
		text = read_process_file(getpid(), "status", &length);
	lines = lines_of(text ? text : "", text ? length : 0);
	while (lines_next(&lines, &line))
		if (line.length > 8 && memcmp(line.text, "CapEff:\t", 8) == 0)
			set = strtoull(line.text + 8, NULL, 16);
	free(text);
	return set >> capability & 1;
}

bool inquiry_capable(const struct inquiry *q, int capability)
{
	return inquiry_has_capability(q, capability) &&
	       inquiry_in_first_namespace(q);
}

bool inquiry_capable_elsewhere(const struct inquiry *q, int capability)
{
	return inquiry_has_capability(q, capability) &&
	       !inquiry_in_first_namespace(q);
}
