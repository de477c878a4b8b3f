/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/diagnosis.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acts/attempts.h"
#include "proc/cgroup.h"
#include "proc/lines.h"
#include "proc/process.h"
#include "proc/process_limit.h"
#include "proc/read.h"
#include "words/limits.h"

bool cause_says(struct cause *c, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(c->message, sizeof(c->message), format, list);
	va_end(list);
	if (length >= (int)sizeof(c->message))
		strcpy(c->message + sizeof(c->message) - 4, "...");
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

void cause_set_in(struct cause *c, int step)
{
	if (step)
		cause_fact(c, "set_in_step", "set in step ",
			as_count((uint64_t)step));
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

const struct advice *diagnosis_advice(const struct diagnosis *d)
{
	return asks(d, &command_madvise) ? advice_of(arg(d->call, ROLE_ADVICE))
					 : &advice_none;
}

bool asks(const struct diagnosis *d, const struct command *command)
{
	return command_is_like(d->command, command);
}

bool typed(const struct diagnosis *d, const char *param)
{
	return command_given(d->command, d->call->given, param);
}

uint64_t diagnosis_calls_left(const struct diagnosis *d)
{
	uint64_t made = d->record->has_returned ? d->record->returned.calls : 0;

	return d->call->times > made ? d->call->times - made : 1;
}

const struct snapshot *diagnosis_snapshot(const struct diagnosis *d)
{
	bool late = d->error &&
		    (call_repeats(d->call) ||
			    command_has_trait(d->command, CALL_USES_HEAP));

	d->cached->mappings_unknown |= !d->record->before;
	return late && d->record->after ? d->record->after : d->record->before;
}

struct maps diagnosis_maps(const struct diagnosis *d)
{
	const struct snapshot *before = diagnosis_snapshot(d);

	if (!before)
		return maps_of("", 0);
	return maps_of(
		before->part[PART_MAPS].text, before->part[PART_MAPS].length);
}

bool diagnosis_mapping(
	const struct diagnosis *d, uint64_t address, struct mapping *mapping)
{
	return maps_find(diagnosis_maps(d), address, mapping);
}

bool diagnosis_mapping_after(
	const struct diagnosis *d, uint64_t address, struct mapping *mapping)
{
	const struct snapshot *after = d->record->after;
	const struct part *maps = after ? &after->part[PART_MAPS] : NULL;

	return maps &&
	       maps_find(maps_of(maps->text, maps->length), address, mapping);
}

bool diagnosis_status(
	const struct diagnosis *d, const char *key, uint64_t *value)
{
	const struct snapshot *before = diagnosis_snapshot(d);

	if (before && before->parts & PART_BIT(PART_STATUS))
		return lines_find_number(before->part[PART_STATUS].text,
			before->part[PART_STATUS].length, key, value);
	return process_status(d->subject, key, value);
}

/* A traced program has a filter of memtool's, which refuses nothing. */
bool diagnosis_filtered(const struct diagnosis *d, uint64_t *mode)
{
	uint64_t filters;

	if (d->record->tracer_filters &&
		(!diagnosis_status(d, "Seccomp_filters", &filters) ||
			filters <= d->record->tracer_filters))
		return false;
	return diagnosis_status(d, "Seccomp", mode) && *mode != 0;
}

/* Each attempt is a process: the rows share them. */
const struct name *diagnosis_unknown(
	const struct diagnosis *d, const struct param **param)
{
	struct cached *cached = d->cached;

	if (!cached->attempted)
		cached->unknown = attempt_unknown(d->call, &cached->unknown_of);
	cached->attempted = true;
	*param = cached->unknown_of;
	return cached->unknown;
}

const struct circumstances *diagnosis_set(const struct diagnosis *d)
{
	static const struct circumstances nothing;

	return d->record->performer ? &d->record->performer->set : &nothing;
}

const struct set_limit *diagnosis_set_limit(
	const struct diagnosis *d, int resource)
{
	const struct set_limit *limits = diagnosis_set(d)->limits;

	return resource < LIMIT_RESOURCES && limits[resource].step
		       ? &limits[resource]
		       : NULL;
}

bool diagnosis_group(const struct diagnosis *d,
	enum group_controller controller, struct memory_group *group, int *step)
{
	const struct set_group *set = &diagnosis_set(d)->groups[controller];

	*step = set->step;
	/* A program that is gone was started in ours. */
	if (!set->step && d->record->traced &&
		read_group_of(
			d->subject, group_controller_name(controller), group))
		return true;
	if (!set->step)
		return read_group(group_controller_name(controller), group);
	*group = set->group;
	return true;
}

bool diagnosis_limit(const struct diagnosis *d, int resource, uint64_t *limit)
{
	const struct set_limit *set = diagnosis_set_limit(d, resource);
	struct rlimit is;

	/* A dead process has no limits; it had ours, or what a step set. */
	if (!read_process_limit(d->subject, resource, &is) &&
		getrlimit(resource, &is) == -1)
		return false;
	if (set) {
		*limit = set->soft;
		return set->soft != LIMIT_UNLIMITED;
	}
	*limit = is.rlim_cur;
	return is.rlim_cur != RLIM_INFINITY;
}

/*
 * user_namespaces(7): the initial one has this inode number since Linux 3.8
 * (include/uapi/linux/nsfs.h).
 */
bool diagnosis_in_first_namespace(const struct diagnosis *d)
{
	const ino_t first = 0xeffffffd;
	struct stat is;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)d->subject);
	/* A dead one was in ours; a kernel without these files has only one. */
	return (stat(path, &is) == -1 &&
		       stat("/proc/self/ns/user", &is) == -1) ||
	       is.st_ino == first;
}

/*
 * In a user namespace capabilities count for files of the IDs that it maps, and
 * a file of one's own needs none of them.
 */
bool diagnosis_identity(const struct diagnosis *d, struct identity *identity)
{
	pid_t pid = record_thread(d->record);

	if (!identity_read(pid ? pid : getpid(), identity))
		return false;
	if (diagnosis_set(d)->namespace)
		identity->capabilities = 0;
	return true;
}

/* KEY:	000001fffeffffff */
static bool is_in_set(
	const struct diagnosis *d, const char *key, int capability)
{
	size_t length, begins = strlen(key);
	char *text = read_process_file(d->subject, "status", &length);
	struct lines lines;
	struct line line;
	uint64_t set = 0;

	if (!text)
		text = read_process_file(getpid(), "status", &length);
	lines = lines_of(text ? text : "", text ? length : 0);
	while (lines_next(&lines, &line))
		if (line.length > begins && memcmp(line.text, key, begins) == 0)
			set = strtoull(line.text + begins, NULL, 16);
	free(text);
	return set >> capability & 1;
}

bool diagnosis_has_capability(const struct diagnosis *d, int capability)
{
	return is_in_set(d, "CapEff:\t", capability);
}

bool diagnosis_may_have_capability(const struct diagnosis *d, int capability)
{
	return is_in_set(d, "CapBnd:\t", capability);
}

bool diagnosis_capable(const struct diagnosis *d, int capability)
{
	return diagnosis_has_capability(d, capability) &&
	       diagnosis_in_first_namespace(d);
}

bool diagnosis_capable_elsewhere(const struct diagnosis *d, int capability)
{
	return diagnosis_has_capability(d, capability) &&
	       !diagnosis_in_first_namespace(d);
}
