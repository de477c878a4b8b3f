/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/smaps.h"

#include <string.h>

#include "words/array.h"

/* Figures of single mappings; the others are kinds of memory. */
static const struct {
	const char *key;
	size_t place;
} places[] = {
	{"Size", offsetof(struct smaps_mapping, memory.of[MEMORY_SIZE])},
	{"Locked", offsetof(struct smaps_mapping, memory.of[MEMORY_LOCKED])},
	{"KernelPageSize", offsetof(struct smaps_mapping, kernel_page)},
	{"KSM", offsetof(struct smaps_mapping, merged)},
	{"VmFlags", offsetof(struct smaps_mapping, mapping.flags)},
};

static const size_t flags_place = offsetof(struct smaps_mapping, mapping.flags);

struct smaps smaps_of(const char *text, size_t length)
{
	struct smaps smaps;

	/* Do not clear .keys: it is large, and read only where written. */
	smaps.lines = lines_of(text, length);
	smaps.has_head = false;
	smaps.known = smaps.next = 0;
	return smaps;
}

static size_t find_place(const char *key, size_t length)
{
	enum memory_kind kind = memory_smaps_kind(key, length);

	if (kind != MEMORY_KINDS)
		return offsetof(struct smaps_mapping, memory) +
		       offsetof(struct memory, of) +
		       (size_t)kind * sizeof(int64_t);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (strlen(places[i].key) == length &&
			memcmp(places[i].key, key, length) == 0)
			return places[i].place;
	return 0;
}

static bool has_key(const struct line *line, const struct smaps_key *key)
{
	return line->length >= key->length &&
	       memcmp(line->text, key->text, key->length) == 0;
}

/* The key of LINE; false: it has none. */
static bool find_key(
	struct smaps *smaps, const struct line *line, struct smaps_key *key)
{
	const char *colon;

	/* Kernels omit some lines for some mappings ("ProtectionKey:"). */
	for (unsigned i = smaps->next; i < smaps->known; i++)
		if (has_key(line, &smaps->keys[i])) {
			smaps->next = i + 1;
			*key = smaps->keys[i];
			return true;
		}
	colon = memchr(line->text, ':', line->length);
	if (!colon)
		return false;
	key->text = line->text;
	key->length = (size_t)(colon + 1 - line->text);
	key->place = find_place(key->text, key->length - 1);
	if (smaps->known < SMAPS_KEYS) {
		smaps->keys[smaps->known++] = *key;
		smaps->next = smaps->known;
	}
	return true;
}

/* The number at the end of the line, in bytes if kB follows. */
static bool read_figure(
	const struct line *line, size_t key_length, uint64_t *value)
{
	const char *begin = line->text + key_length;
	const char *at = line->text + line->length;
	uint64_t unit = 1, number = 0;
	const char *end;

	if (at - begin > 3 && memcmp(at - 3, " kB", 3) == 0) {
		unit = 1024;
		at -= 3;
	}
	end = at;
	for (uint64_t weight = 1; at > begin && at[-1] >= '0' && at[-1] <= '9';
		weight *= 10)
		number += (uint64_t)(*--at - '0') * weight;
	*value = number * unit;
	return at < end;
}

static void read_flags(
	const struct line *line, size_t key_length, struct mapping *m)
{
	m->flags = line->text + key_length;
	m->flags_length = line->length - key_length;
	while (m->flags_length && *m->flags == ' ')
		m->flags++, m->flags_length--;
	while (m->flags_length && m->flags[m->flags_length - 1] == ' ')
		m->flags_length--;
}

static void read_detail(struct smaps *smaps, struct smaps_mapping *m)
{
	const struct line *line = &smaps->head;
	struct smaps_key key;
	uint64_t bytes, *cell;

	if (!find_key(smaps, line, &key) || !key.place)
		return;
	if (key.place == flags_place) {
		read_flags(line, key.length, &m->mapping);
		return;
	}
	if (!read_figure(line, key.length, &bytes))
		return;
	/* Unknown kinds are -1; several keys may add to one kind. */
	cell = (uint64_t *)(void *)((char *)m + key.place);
	*cell = (*cell == UINT64_MAX ? 0 : *cell) + bytes;
}

static bool is_head(const struct line *line)
{
	char c = line->length ? *line->text : '\0';

	/* Keys begin with a capital letter, addresses are lower-case hex. */
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool find_head(struct smaps *smaps)
{
	while (!smaps->has_head && lines_next(&smaps->lines, &smaps->head))
		smaps->has_head = is_head(&smaps->head);
	return smaps->has_head;
}

bool smaps_next(struct smaps *smaps, struct smaps_mapping *mapping)
{
	while (find_head(smaps)) {
		struct maps head =
			maps_of(smaps->head.text, smaps->head.length);
		bool good;

		*mapping = (struct smaps_mapping){
			.memory = memory_unknown(), .merged = -1};
		good = maps_next(&head, &mapping->mapping);
		smaps->has_head = false;
		smaps->next = 0;
		while (lines_next(&smaps->lines, &smaps->head)) {
			smaps->has_head = is_head(&smaps->head);
			if (smaps->has_head)
				break;
			read_detail(smaps, mapping);
		}
		if (good)
			return true;
	}
	return false;
}
