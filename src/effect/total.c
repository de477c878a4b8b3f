/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "effect/total.h"

#include <stdlib.h>
#include <string.h>

#include "record/performer.h"

/* The observer keeps only the last two snapshots. */
static bool copy_snapshot(struct snapshot *to, const struct snapshot *from)
{
	*to = *from;
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		to->part[i] = (struct part){0};
	for (int i = 0; i < SNAPSHOT_PARTS; i++) {
		const struct part *part = &from->part[i];

		if (!(from->parts & PART_BIT(i)))
			continue;
		to->part[i].text = malloc(part->length + 1);
		if (!to->part[i].text)
			return false;
		if (part->length)
			memcpy(to->part[i].text, part->text, part->length);
		to->part[i].length = part->length;
	}
	return true;
}

/* Pss and Referenced are of the mappings of one step. */
static bool is_of_all(enum memory_kind kind)
{
	return kind != MEMORY_PROPORTIONAL && kind != MEMORY_REFERENCED;
}

/* The figures that the step changed, as bits. */
static uint32_t changed_by(const struct effect *effect)
{
	uint32_t changed = effect->minor > 0 ? 1U << MEMORY_KINDS : 0;

	for (int i = 0; i < MEMORY_KINDS; i++)
		if (is_of_all((enum memory_kind)i) &&
			i != MEMORY_PRIVATE_DIRTY && i != MEMORY_SHARED_DIRTY &&
			effect_delta(effect, (enum memory_kind)i))
			changed |= 1U << i;
	return changed;
}

static void sum(int64_t *total, int64_t count)
{
	*total = *total < 0 || count < 0 ? -1 : *total + count;
}

bool total_note(struct total *total, const struct record *record,
	const struct effect *effect)
{
	uint32_t changed = changed_by(effect);

	if (record->outcome.kind == OUTCOME_SKIPPED ||
		command_is_inspection(record->call.command) ||
		record->performer->parent)
		return true;
	if (!effect->observed) {
		total->unknown = true;
		return true;
	}
	if (!total->begun && !copy_snapshot(&total->first, record->before))
		return false;
	total->begun = true;
	total->performer = record->performer;
	sum(&total->minor, effect->minor);
	sum(&total->major, effect->major);
	total->again |= (total->changed & changed) != 0;
	total->changed |= changed;
	total->changing += !record->serves && !effect_is_nothing(effect);
	return true;
}

bool total_effect(const struct total *total, struct effect *effect)
{
	static const struct command none = {.name = ""};
	struct record record = {.call = {.command = &none},
		.returned = {.minor = total->minor, .major = total->major},
		.performer = total->performer};

	if (total->begun && !total->unknown) {
		record.before = &total->first;
		record.after = performer_snapshot(total->performer);
	}
	if (!effect_of(&record, effect))
		return false;
	for (int i = 0; i < MEMORY_KINDS; i++)
		if (!is_of_all((enum memory_kind)i))
			effect->before.of[i] = effect->after.of[i] = -1;
	return true;
}

bool total_says_more(const struct total *total)
{
	return total->changing > 1 && total->again;
}

void total_free(struct total *total)
{
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		free(total->first.part[i].text);
	*total = (struct total){0};
}
