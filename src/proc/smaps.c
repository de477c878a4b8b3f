/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/smaps.h"

#include <string.h>

struct smaps smaps_of(const char *text, size_t length)
{
	return (struct smaps){.lines = lines_of(text, length)};
}

static bool is_head(const struct line *line)
{
	char c = line->length ? *line->text : '\0';

	/* Keys begin with a capital letter, addresses are small hex. */
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static void read_flags(const struct line *line, struct mapping *m)
{
	static const char key[] = "VmFlags:";
	size_t length = sizeof(key) - 1;

	if (line->length < length || memcmp(line->text, key, length) != 0)
		return;
	m->flags = line->text + length;
	m->flags_length = line->length - length;
	while (m->flags_length && *m->flags == ' ')
		m->flags++, m->flags_length--;
	while (m->flags_length && m->flags[m->flags_length - 1] == ' ')
		m->flags_length--;
}

static void read_detail(const struct line *line, struct smaps_mapping *m)
{
	uint64_t bytes;

	if (line->length && *line->text == 'V') {
		read_flags(line, &m->mapping);
		return;
	}
	memory_read_smaps(&m->memory, line->text, line->length);
	if (line_number(line, "Size", &bytes))
		m->memory.of[MEMORY_SIZE] = (int64_t)bytes;
	else if (line_number(line, "Locked", &bytes))
		m->memory.of[MEMORY_LOCKED] = (int64_t)bytes;
	else if (line_number(line, "KernelPageSize", &bytes))
		m->kernel_page = bytes;
	else if (line_number(line, "Referenced", &bytes))
		m->referenced = bytes;
	else if (line_number(line, "Shared_Clean", &bytes) ||
		 line_number(line, "Shared_Dirty", &bytes))
		m->shared += bytes;
	else if (line_number(line, "Private_Dirty", &bytes))
		m->private_dirty = bytes;
}

static bool find_head(struct smaps *smaps)
{
	while (!smaps->has_head && lines_next(&smaps->lines, &smaps->head))
		smaps->has_head = is_head(&smaps->head);
	return smaps->has_head;
}

bool smaps_next(struct smaps *smaps, struct smaps_mapping *mapping)
{
	*mapping = (struct smaps_mapping){.memory = memory_unknown()};
	while (find_head(smaps)) {
		struct maps head =
			maps_of(smaps->head.text, smaps->head.length);
		bool good = maps_next(&head, &mapping->mapping);

		smaps->has_head = false;
		while (lines_next(&smaps->lines, &smaps->head)) {
			smaps->has_head = is_head(&smaps->head);
			if (smaps->has_head)
				break;
			read_detail(&smaps->head, mapping);
		}
		if (good)
			return true;
	}
	return false;
}
