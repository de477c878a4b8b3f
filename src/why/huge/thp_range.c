/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <sys/prctl.h>

#include "why/huge/thp.h"
#include "words/array.h"

bool thp_advises(const struct diagnosis *d, uint64_t advice)
{
	return asks(d, &command_madvise) &&
	       arg(d->call, ROLE_ADVICE) == advice &&
	       arg(d->call, ROLE_LENGTH) > 0;
}

static bool is_shared_memory(const struct mapping *m)
{
	static const char *const names[] = {"/dev/zero (deleted)", "/memfd:"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (m->path_length >= strlen(names[i]) &&
			memcmp(m->path, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

bool thp_kind_of(const struct diagnosis *d, bool *shmem)
{
	struct mapping m;

	if (!diagnosis_mapping(d, arg(d->call, ROLE_ADDR), &m))
		return false;
	*shmem = is_shared_memory(&m);
	return *shmem || !mapping_is_file(&m);
}

bool thp_off_for_the_process(const struct diagnosis *d)
{
	uint64_t enabled;

	if (diagnosis_status(d, "THP_enabled", &enabled)) /* since Linux 5.0 */
		return enabled == 0;
	return prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1;
}

bool thp_has_room(const struct diagnosis *d, uint64_t size, bool whole)
{
	const struct snapshot *after = d->record->after;
	struct maps maps = after && !whole
				   ? maps_of(after->part[PART_MAPS].text,
					     after->part[PART_MAPS].length)
				   : diagnosis_maps(d);
	struct range range;
	struct mapping m;

	if (!range_of(d, &range))
		return true;
	while (maps_next(&maps, &m)) {
		uint64_t from =
			whole && m.start < range.start ? range.start : m.start;
		uint64_t to = whole && m.end > range.end ? range.end : m.end;
		uint64_t page = round_up(from, size);

		if (!overlap(&m, range))
			continue;
		if (page < range.start - range.start % size)
			page = range.start - range.start % size;
		if (page < to && to - page >= size && page < range.end)
			return true;
	}
	return false;
}
