/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transparent huge pages of files, and of shared memory. */
#include <inttypes.h>

#include "proc/huge_pages.h"
#include "proc/kernel_build.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "why/files/memory_file.h"
#include "why/huge/thp.h"
#include "words/array.h"
#include "words/uapi.h"

static bool maps_regular_file(
	const struct diagnosis *d, const struct mapping *m)
{
	char path[MAPPED_FILE_MAX];

	return read_mapped_file(d->subject, m, path, sizeof(path));
}

/* The file mapping that the advice is about; false: there is none. */
static bool file_mapping(const struct diagnosis *d, struct smaps_mapping *m)
{
	return (thp_advises(d, MADV_COLLAPSE) ||
		       thp_advises(d, MADV_HUGEPAGE)) &&
	       smaps_at(d, arg(d->call, ROLE_ADDR), m) &&
	       mapping_is_file(&m->mapping) && !has_flag(m, "ht") &&
	       (maps_memory_file(d, &m->mapping) ||
		       maps_regular_file(d, &m->mapping));
}

/* How far the mapping is from a place where huge pages fit; 0: it is there. */
static uint64_t misplaced_by(const struct mapping *m, uint64_t size)
{
	return (m->start - m->offset) % size;
}

/*
 * An address for this mapping, in the middle of the largest gap, where another
 * process of this program will have it free, too.
 */
static bool find_place(const struct diagnosis *d, const struct mapping *wanted,
	uint64_t size, uint64_t *address)
{
	struct maps maps = diagnosis_maps(d);
	uint64_t end = 0, largest = 0, length = wanted->end - wanted->start;
	struct mapping m;

	while (maps_next(&maps, &m) && m.start < user_end(d)) {
		if (end && m.start > end && m.start - end > largest) {
			largest = m.start - end;
			*address = end + largest / 2;
		}
		end = m.end;
	}
	*address += size - *address % size + wanted->offset % size;
	return largest / 2 > size && largest / 2 - size > size &&
	       largest / 2 - 2 * size > length;
}

/* mm/huge_memory.c and huge_mm.h, thp_vma_suitable_order() */
static bool thp_misplaced(const struct diagnosis *d, struct cause *c)
{
	const struct mapping *is;
	struct smaps_mapping m;
	uint64_t size, place = 0;
	char text[32];
	bool unnamed = false;

	if (!file_mapping(d, &m))
		return false;
	/* The settings of shared memory are for files without a mount. */
	thp_kind_of(d, &unnamed);
	if (!thp_page_that_counts(
		    unnamed, thp_advises(d, MADV_COLLAPSE), &size))
		return false;
	is = &m.mapping;
	if (is->end - is->start < size || !misplaced_by(is, size))
		return false;
	cause_mapping(c, is);
	cause_fact(c, "start", NULL, as_address(is->start));
	cause_fact(c, "offset", "offset ", as_bytes(is->offset));
	cause_fact(c, "beyond", "off by ", as_bytes(misplaced_by(is, size)));
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	if (find_place(d, is, size, &place))
		cause_try(c, "mmap --addr 0x%" PRIx64, place);
	format_bytes(size, text, sizeof(text));
	return cause_says(c,
		"the mapping's address minus its offset is not a multiple of "
		"the huge page size, %s",
		text);
}

/* The member that the option adds to struct address_space. */
static enum built has_file_thp(void)
{
	return read_build_option("CONFIG_READ_ONLY_THP_FOR_FS", "nr_thps");
}

static bool explain_build(struct cause *c, enum built built)
{
	c->verified = built == BUILT_WITHOUT;
	cause_text(c, "option", "needs ", "CONFIG_READ_ONLY_THP_FOR_FS");
	cause_try(c, "madvise hugepage  # before the file is read, where its "
		     "file system has large folios");
	cause_try(c, "a file on a tmpfs that is mounted with huge=advise");
	cause_try(c, "a kernel built with CONFIG_READ_ONLY_THP_FOR_FS=y");
	return cause_says(c, "this kernel %s built to collapse pages of files",
		c->verified ? "was not" : "may not be");
}

/*
 * mm/huge_memory.c, file_thp_enabled(): read-only files, if that is built.
 * Nobody may have the file open for writing, and before Linux 6.17 the mapping
 * must be executable.
 */
static bool thp_file(const struct diagnosis *d, struct cause *c)
{
	enum built built;
	struct smaps_mapping m;
	uint64_t size;

	if (!thp_advises(d, MADV_COLLAPSE) || !file_mapping(d, &m) ||
		maps_memory_file(d, &m.mapping) || has_flag(&m, "nh") ||
		!read_thp_size(&size) || thp_off_for_the_process(d) ||
		!thp_has_room(d, size, true))
		return false;
	built = has_file_thp();
	cause_mapping(c, &m.mapping);
	if (built != BUILT_WITH)
		return explain_build(c, built);
	if (misplaced_by(&m.mapping, size))
		return false;
	c->verified = m.mapping.perms[3] == 's' && has_flag(&m, "mw");
	cause_try(c, "open PATH --flags rdonly then mmap --flags private "
		     "--prot rx");
	return cause_says(c,
		c->verified
			? "the file is open for writing: its pages are not "
			  "collapsed"
			: "somebody may have the file open for writing, or the "
			  "mapping is not executable");
}

static const struct cause_row rows[] = {
	{"thp-file", "madvise=EINVAL",
		"the kernel does not collapse pages of such a file",
		"madvise hugepage before the file is read, or a tmpfs",
		thp_file},
	{"thp-misplaced", "madvise=ok,EINVAL",
		"no huge page of the file fits: the address minus the offset "
		"is not a multiple of it",
		"an --addr where it is", thp_misplaced},
};

const struct cause_table causes_of_thp_files = {rows, ARRAY_SIZE(rows)};
