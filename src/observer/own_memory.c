/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * After a fork each page of memtool's own that parent and child share would
 * cost one of them a fault, in the middle of a later step.  Both write these
 * pages at once instead, as part of the fork.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acts/children.h"
#include "observer/internal.h"
#include "proc/pagemap.h"
#include "subject/subject.h"
#include "words/array.h"

/* A sanitizer's shadow memory is larger by far, and is not looked through. */
enum { OWN_LARGEST = 64 * 1024 * 1024 };

static bool is_own(const struct mapping *m)
{
	return strncmp(m->perms, "rw", 2) == 0 && m->perms[3] == 'p' &&
	       m->end - m->start <= OWN_LARGEST;
}

/* What is writable before the first step. */
static bool note(struct observer *o)
{
	struct maps maps = maps_now(o);
	struct mapping m;
	size_t room = 0;

	while (maps_next(&maps, &m)) {
		struct span *more;

		if (!is_own(&m))
			continue;
		more = array_reserve(
			o->own.list, &room, o->own.count + 1, sizeof(*more));
		if (!more)
			return false;
		o->own.list = more;
		o->own.list[o->own.count++] = (struct span){m.start, m.end, 0};
	}
	return true;
}

/* Not a page of its file any more, but a copy. */
static bool is_written(uint64_t bits)
{
	struct pagemap_entry entry = pagemap_decode(bits);

	return entry.present && !entry.file;
}

static void add(struct call *call, uint64_t address)
{
	struct own_range range = {address, address + call->page_size};
	size_t used = call->text_length;

	if (used) {
		struct own_range last;

		memcpy(&last, call->text + used - sizeof(last), sizeof(last));
		if (last.end == address) {
			range.start = last.start;
			used -= sizeof(last);
		}
	}
	if (used + sizeof(range) >= CALL_TEXT_MAX)
		return;
	memcpy(call->text + used, &range, sizeof(range));
	call->text_length = (uint32_t)(used + sizeof(range));
}

static void add_written(struct call *call, int fd, uint64_t start, uint64_t end)
{
	uint64_t entries[512];

	while (start < end) {
		size_t count = (size_t)((end - start) / call->page_size);
		size_t got = pagemap_read(fd, start / call->page_size, entries,
			count < 512 ? count : 512);

		for (size_t i = 0; i < got; i++)
			if (is_written(entries[i]))
				add(call, start + i * call->page_size);
		if (got == 0)
			return;
		start += got * call->page_size;
	}
}

/* What a step has mapped since is not ours, nor is what it has protected. */
void own_memory_add(const struct observer *o, struct call *call)
{
	struct maps maps = maps_now(o);
	int fd = pagemap_open(o->now->pid);
	struct mapping m;

	if (fd == -1)
		return;
	while (maps_next(&maps, &m)) {
		for (size_t i = 0; i < o->own.count; i++) {
			const struct span *own = &o->own.list[i];
			uint64_t start =
				m.start > own->start ? m.start : own->start;
			uint64_t end = m.end < own->end ? m.end : own->end;

			if (is_own(&m) && start < end)
				add_written(call, fd, start, end);
		}
	}
	close(fd);
}

/*
 * The subject shares pages with memtool, which forked it: they are its own only
 * when one of the two has written them.  That must not happen in a step.
 */
bool own_memory_settle(struct observer *o, const struct plan *plan)
{
	struct record nothing = {.call = {.look = 1,
					 .page_size = (uint64_t)getpagesize(),
					 .parts = snapshot_parts(plan, 0)}};

	if (!plan_forks(plan) || o->interrupted)
		return true;
	if (!note(o))
		return observer_trouble(o, "its own memory", ENOMEM);
	subject_share_text();
	own_memory_add(o, &nothing.call);
	others_ask(o, &o->subject, &nothing);
	return !o->troubled;
}
