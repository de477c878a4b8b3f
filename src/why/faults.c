/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why an access to memory raised a signal, or was refused on its behalf. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc/read.h"
#include "why/evidence.h"
#include "words/uapi.h"

enum access { ACCESS_READ, ACCESS_WRITE, ACCESS_EXEC };

static enum access access_of(const struct inquiry *q)
{
	if (asks(q, "touch"))
		return (enum access)q->call->access;
	if (asks(q, "poke") || q->call->advice == MADV_POPULATE_WRITE)
		return ACCESS_WRITE;
	return ACCESS_READ;
}

static bool allows(const struct mapping *m, enum access access)
{
	static const char letters[] = {'r', 'w', 'x'};

	return m->perms[access] == letters[access];
}

/* Whether the call is about accesses by hand, or faults pages in itself. */
static bool is_access(const struct inquiry *q)
{
	return q->command->reaches;
}

/* Where it faulted: as the kernel told, or how far touch and its like came. */
static uint64_t fault_address(const struct inquiry *q)
{
	const struct record *record = q->record;

	if (record->has_fault_address)
		return record->fault_address;
	if (asks(q, "touch"))
		return act_place(q->call, record->returned.detail[1]);
	if (asks(q, "peek"))
		return q->call->addr + record->returned.scratch_used;
	return q->call->addr;
}

/*
 * The addresses to look at: of a fault its page, of a call that faults pages
 * in (mlock, MADV_POPULATE_READ) all of its range.
 */
static bool suspects(const struct inquiry *q, struct range *range)
{
	uint64_t at = page_floor(q, fault_address(q));

	if (!is_access(q))
		return range_of(q, range);
	/* Nobody knows where a death by anything else came from. */
	if (!q->record->has_returned)
		return false;
	*range = (struct range){at, at + q->page};
	return range->end > range->start;
}

/* Whether the call faults in the pages of its range. */
static bool populates(const struct inquiry *q)
{
	uint64_t advice = q->call->advice;

	return !asks(q, "madvise") || advice == MADV_POPULATE_READ ||
	       advice == MADV_POPULATE_WRITE;
}

/* mlock passes over whatever is accessible in any way (mm/gup.c). */
static bool refuses(
	const struct inquiry *q, const struct mapping *m, enum access access)
{
	if (asks(q, "mlock"))
		return strncmp(m->perms, "---", 3) == 0;
	return !allows(m, access);
}

static const char *const needs[] = {"a read needs PROT_READ",
	"a write needs PROT_WRITE", "execution needs PROT_EXEC"};
static const char *const remedies[] = {
	"mprotect r", "mprotect rw", "mprotect rx"};

static bool protection(const struct inquiry *q, struct cause *c)
{
	enum access access = access_of(q);
	struct range range;
	struct walk walk;
	struct mapping m;
	bool found = false;

	if (!populates(q) || !suspects(q, &range))
		return false;
	walk = walk_of(q, range);
	while (!found && walk_next(&walk, &m))
		found = refuses(q, &m, access);
	if (!found)
		return false;
	if (is_access(q))
		cause_fact(c, "address", NULL, as_address(fault_address(q)));
	cause_text(c, "protection", NULL, m.perms);
	cause_mapping(c, &m);
	cause_try(c, "%s", remedies[access]);
	return cause_says(c, "the %s mapped %s, %s",
		is_access(q) ? "page is" : "pages are", m.perms, needs[access]);
}

enum { PM_GUARD = 58 }; /* Linux 6.15, Documentation/admin-guide/mm/pagemap */

/* The first guard page in a range; false: none, or none is told of. */
static bool find_guard(
	const struct inquiry *q, struct range range, uint64_t *guard)
{
	enum { AT_ONCE = 512 };
	uint64_t entries[AT_ONCE];
	char path[64];
	bool found = false;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)q->subject);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	for (uint64_t at = range.start; fd != -1 && !found && at < range.end;) {
		uint64_t left = (range.end - at) / q->page;
		size_t want = left < AT_ONCE ? (size_t)left : AT_ONCE;
		ssize_t got = pread(fd, entries, want * sizeof(*entries),
			(off_t)(at / q->page * sizeof(*entries)));

		if (got < (ssize_t)sizeof(*entries))
			break;
		for (size_t i = 0; i < (size_t)got / sizeof(*entries) && !found;
			i++) {
			found = entries[i] >> PM_GUARD & 1;
			*guard = at + i * q->page;
		}
		at += (size_t)got / sizeof(*entries) * q->page;
	}
	if (fd != -1)
		close(fd);
	return found;
}

static bool guard(const struct inquiry *q, struct cause *c)
{
	struct range range;
	struct mapping m;
	uint64_t at;

	if (!populates(q) || !suspects(q, &range))
		return false;
	if (find_guard(q, range, &at)) {
		cause_fact(c, "page", "at ", as_address(at));
		if (inquiry_mapping(q, at, &m))
			cause_mapping(c, &m);
		cause_try(c, "madvise guard_remove");
		return cause_says(c, "%s",
			is_access(q)
				? "it is a guard page: any access is SIGSEGV"
				: "there is a guard page in it");
	}
	/* A kernel may have guards and not tell where. */
	at = range.start;
	if (!is_access(q) || !inquiry_mapping(q, at, &m) ||
		!allows(&m, access_of(q)))
		return false;
	c->verified = false;
	cause_mapping(c, &m);
	cause_try(c, "madvise guard_remove");
	return cause_says(
		c, "the mapping allows it: the page may be a guard page");
}

/* "83 TiB": what is far away need not be told to the byte. */
static void format_distance(uint64_t bytes, char *text, size_t size)
{
	unsigned shift = 0;

	while (bytes >> shift >= 10240)
		shift += 10;
	format_bytes(bytes >> shift << shift, text, size);
}

static void tell_neighbour(
	struct cause *c, const struct mapping *m, bool below, uint64_t distance)
{
	char label[64], size[32], text[128];

	mapping_label(m, label, sizeof(label));
	format_distance(distance, size, sizeof(size));
	snprintf(text, sizeof(text), "%s %s %" PRIx64 "-%" PRIx64 " %s", size,
		below ? "behind" : "before", m->start, m->end, label);
	cause_text(c, below ? "below" : "above", "", text);
	cause_fact(c, below ? "behind" : "before", NULL, as_bytes(distance));
}

static bool not_mapped(const struct inquiry *q, struct cause *c)
{
	struct maps maps = inquiry_maps(q);
	uint64_t at = fault_address(q), limit = user_end(q);
	struct mapping m, below = {0};
	bool above = false;

	if (!is_access(q) || !q->record->has_returned ||
		inquiry_mapping(q, at, &m))
		return false;
	cause_fact(c, "address", NULL, as_address(at));
	if (limit && at >= limit) {
		cause_fact(c, "limit", "programs have addresses below ",
			as_address(limit));
		return cause_says(
			c, q->record->has_fault_address
				   ? "the address is the kernel's"
				   : "no program has such an address");
	}
	while (!above && maps_next(&maps, &m)) {
		above = m.start > at;
		if (!above)
			below = m;
	}
	if (below.end)
		tell_neighbour(c, &below, true, at - below.end);
	if (above && (!limit || m.end <= limit))
		tell_neighbour(c, &m, false, m.start - at);
	if (at < q->page)
		return cause_says(c, "the first page is never mapped: it is "
				     "where NULL points");
	return cause_says(c, "nothing is mapped there");
}

/* The first page in RANGE that lies wholly behind the end of its file. */
static bool find_end(const struct inquiry *q, struct range range,
	struct mapping *m, uint64_t *size, uint64_t *at)
{
	struct walk walk = walk_of(q, range);
	char path[MAPPED_FILE_MAX];
	struct stat status;

	while (walk_next(&walk, m)) {
		uint64_t end;

		if (!read_mapped_file(q->subject, m, path, sizeof(path)) ||
			stat(path, &status) == -1)
			continue;
		*size = (uint64_t)status.st_size;
		end = page_ceil(q, *size);
		end = end > m->offset ? m->start + (end - m->offset) : m->start;
		*at = end > range.start ? end : range.start;
		if (*at < range.end && *at < m->end)
			return true;
	}
	return false;
}

static bool beyond_end_of_file(const struct inquiry *q, struct cause *c)
{
	struct range range;
	struct mapping m;
	uint64_t size, at;

	if (!populates(q) || !suspects(q, &range) ||
		!find_end(q, range, &m, &size, &at))
		return false;
	cause_fact(c, "file_size", "the file has ", as_bytes(size));
	cause_fact(c, "offset", "the page begins at ",
		as_bytes(at - m.start + m.offset));
	cause_fact(c, "page", NULL, as_address(at));
	cause_mapping(c, &m);
	cause_try(c, "ftruncate %" PRIu64, m.end - m.start + m.offset);
	return cause_says(c, "the page lies behind the end of the file");
}

static const struct cause_row rows[] = {
	{"guard", "*=SIGSEGV mlock=ENOMEM madvise=EFAULT",
		"the page is a guard page (MADV_GUARD_INSTALL)",
		"madvise guard_remove", guard},
	{"protection", "*=SIGSEGV mlock=ENOMEM madvise=EINVAL",
		"the protection of the mapping does not allow the access",
		"mprotect", protection},
	{"not-mapped", "*=SIGSEGV", "nothing is mapped at that address", NULL,
		not_mapped},
	{"beyond-end-of-file", "*=SIGBUS mlock=ENOMEM madvise=EFAULT",
		"the page lies behind the end of the file",
		"ftruncate, or a shorter --length", beyond_end_of_file},
};

const struct cause_table causes_of_faults = {
	rows, sizeof(rows) / sizeof(*rows)};
