/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the ids in a text to the blocks of a trace. */
#include <inttypes.h>
#include <stdio.h>

#include "models/trace_text.h"
#include "words/program.h"

/* The id as written in the text. */
static const char *name_of(
	const struct trace_text *text, uint64_t id, char name[24])
{
	snprintf(name, 24,
		text->form == TRACE_MTRACE ? "0x%" PRIx64 : "%" PRIu64, id);
	return name;
}

static bool taken(
	struct trace_text *text, enum trace_result result, uint64_t size)
{
	if (result == TRACE_TAKEN)
		return true;
	if (result == TRACE_TOO_LARGE)
		return trace_wrong(text,
			"with these %" PRIu64 " bytes, more than 2^62 would be "
			"allocated at once",
			size);
	text->no_memory = true;
	return trace_wrong(text, "%s is out of memory", program_name());
}

static bool is_new(struct trace_text *text, uint64_t id)
{
	uint32_t block;
	char name[24];

	if (ids_find(&text->ids, id, &block) != ID_LIVE)
		return true;
	return trace_wrong(text,
		"block %s is already allocated, and was not freed",
		name_of(text, id, name));
}

/*
 * The block of an id.  mtrace(3) may start in the middle of a program: blocks
 * allocated earlier may be freed.
 */
static bool find(struct trace_text *text, uint64_t id, const char *verb,
	uint32_t *block, bool *known)
{
	enum id_state state = ids_find(&text->ids, id, block);
	char name[24];

	*known = state == ID_LIVE;
	if (*known)
		return true;
	name_of(text, id, name);
	if (state == ID_FREED)
		return trace_wrong(
			text, "block %s is %s after it was freed", name, verb);
	if (text->form != TRACE_MTRACE)
		return trace_wrong(
			text, "block %s is %s but not allocated", name, verb);
	text->unknown++;
	return true;
}

bool trace_add_allocation(struct trace_text *text, uint64_t id, uint64_t size)
{
	uint32_t block = 0;

	return is_new(text, id) &&
	       taken(text, trace_allocate(text->trace, size, &block), size) &&
	       (ids_add(&text->ids, id, block) ||
		       taken(text, TRACE_NO_MEMORY, 0));
}

bool trace_add_free(struct trace_text *text, uint64_t id)
{
	uint32_t block;
	bool known;

	if (!find(text, id, "freed", &block, &known))
		return false;
	if (!known)
		return true;
	ids_remove(&text->ids, id);
	return taken(text, trace_free_block(text->trace, block), 0);
}

bool trace_add_resize(
	struct trace_text *text, uint64_t id, uint64_t to, uint64_t size)
{
	uint32_t block;
	bool known;

	if (!find(text, id, "resized", &block, &known))
		return false;
	if (!known)
		return trace_add_allocation(text, to, size);
	if (id != to) {
		if (!is_new(text, to))
			return false;
		ids_remove(&text->ids, id);
		if (!ids_add(&text->ids, to, block))
			return taken(text, TRACE_NO_MEMORY, 0);
	}
	return taken(text, trace_resize(text->trace, block, size), size);
}
