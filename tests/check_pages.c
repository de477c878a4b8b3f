/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages: runs that are put together, what a page is, and the picture. */
#include "observer/pages/page_walk.h"
#include "proc/merging.h"
#include "report/cells.h"
#include "run.h"

enum { PAGE = 4096 };

static struct pages *pages_new(uint64_t start, uint64_t count)
{
	struct pages *pages = calloc(1, sizeof(*pages));

	ck_assert(pages != NULL);
	pages->start = start;
	pages->end = start + count * PAGE;
	pages->page_size = PAGE;
	return pages;
}

static bool add(struct pages *pages, enum page_state state, uint64_t count)
{
	struct page_run run = {
		.start = pages_reached(pages), .pages = count, .state = state};

	return pages_add(pages, &run);
}

static bool add_frame(struct pages *pages, uint64_t frame)
{
	struct page_run run = {.start = pages_reached(pages),
		.pages = 1,
		.state = PAGE_PRESENT,
		.frame = frame,
		.has_frame = true,
		.consecutive = true};

	return pages_add(pages, &run);
}

START_TEST(equal_neighbours_are_one_run)
{
	struct pages *pages = pages_new(0x10000, 8);
	uint64_t counts[PAGE_STATES];

	add(pages, PAGE_UNTOUCHED, 2);
	add(pages, PAGE_UNTOUCHED, 1);
	add(pages, PAGE_PRESENT, 0);
	add(pages, PAGE_PRESENT, 4);
	add(pages, PAGE_UNTOUCHED, 1);
	ck_assert_uint_eq(pages->count, 3);
	ck_assert_uint_eq(pages->runs[0].pages, 3);
	ck_assert_uint_eq(pages->runs[1].start, 0x10000 + 3 * PAGE);
	ck_assert_uint_eq(pages_reached(pages), pages->end);
	pages_count(pages, counts);
	ck_assert_uint_eq(counts[PAGE_UNTOUCHED], 4);
	ck_assert_uint_eq(counts[PAGE_PRESENT], 4);
	pages_free(pages);
}
END_TEST

START_TEST(a_property_parts_two_runs)
{
	struct pages *pages = pages_new(0, 3);
	struct page_run run = {.pages = 1, .state = PAGE_PRESENT};

	for (int i = 0; i < 3; i++) {
		run.start = pages_reached(pages);
		run.has[PAGE_LOCKED] = (enum known)i;
		ck_assert(pages_add(pages, &run));
	}
	ck_assert_uint_eq(pages->count, 3);
	ck_assert_uint_eq(pages_having(pages, PAGE_LOCKED), 1);
	pages_free(pages);
}
END_TEST

START_TEST(frames_that_follow_each_other_are_consecutive)
{
	struct pages *pages = pages_new(0, 4);

	add_frame(pages, 7);
	add_frame(pages, 8);
	add_frame(pages, 9);
	ck_assert_uint_eq(pages->count, 1);
	ck_assert(pages->runs[0].consecutive);
	add_frame(pages, 11);
	ck_assert_uint_eq(pages->count, 1);
	ck_assert(!pages->runs[0].consecutive);
	ck_assert_uint_eq(pages->runs[0].frame, 7);
	pages_free(pages);
}
END_TEST

START_TEST(runs_are_bounded_and_cover_all_the_same)
{
	struct pages *pages = pages_new(0, 100000);
	uint64_t sum = 0, done = 0;

	while (add(pages, done % 2 ? PAGE_PRESENT : PAGE_ZERO, 1))
		done++;
	ck_assert_uint_eq(done, RUNS_MAX - 1);
	ck_assert_str_ne(pages->reason.text, "");
	pages_finish(pages);
	ck_assert_uint_eq(pages->count, RUNS_MAX);
	ck_assert_int_eq(pages->runs[RUNS_MAX - 1].state, PAGE_UNKNOWN);
	for (size_t i = 0; i < pages->count; i++)
		sum += pages->runs[i].pages;
	ck_assert_uint_eq(sum, 100000);
	pages_free(pages);
}
END_TEST

START_TEST(what_is_finished_needs_no_more)
{
	struct pages *pages = pages_new(0x1000, 2);

	add(pages, PAGE_FILE, 2);
	pages_finish(pages);
	ck_assert_uint_eq(pages->count, 1);
	pages_free(pages);
	pages = pages_new(0x1000, 2);
	pages_finish(pages);
	ck_assert_uint_eq(pages->count, 1);
	ck_assert_int_eq(pages->runs[0].state, PAGE_UNKNOWN);
	pages_free(pages);
}
END_TEST

START_TEST(what_has_become_equal_is_joined)
{
	struct pages *pages = pages_new(0, 6);

	add(pages, PAGE_ZERO, 1);
	pages->settled = pages->count;
	add(pages, PAGE_ZERO, 2);
	add(pages, PAGE_FILE, 3);
	ck_assert_uint_eq(pages->count, 3);
	pages_join(pages, 1);
	ck_assert_uint_eq(pages->count, 2);
	ck_assert_uint_eq(pages->runs[0].pages, 3);
	ck_assert_uint_eq(pages->runs[1].pages, 3);
	pages_free(pages);
}
END_TEST

/* Entries as Documentation/admin-guide/mm/pagemap.rst describes them. */
static const uint64_t present = UINT64_C(1) << 63, swapped = UINT64_C(1) << 62,
		      file = UINT64_C(1) << 61, guard = UINT64_C(1) << 58,
		      exclusive = UINT64_C(1) << 56, soft = UINT64_C(1) << 55;

START_TEST(an_entry_is_taken_apart)
{
	struct pagemap_entry e =
		pagemap_decode(present | exclusive | soft | 0x1234);

	ck_assert(e.present && e.exclusive && e.soft_dirty);
	ck_assert(!e.swapped && !e.file && !e.guard);
	ck_assert_uint_eq(e.frame, 0x1234);
	/* What is swapped has a place in swap, and no frame. */
	ck_assert_uint_eq(pagemap_decode(swapped | 0x1234).frame, 0);
}
END_TEST

/* What is known of a page, and what it is by that. */
struct judged {
	uint64_t entry;
	struct scanned scanned;
	int64_t flags; /* of its frame; -1: not known */
	enum page_state state;
};

#define FLAG(name) (INT64_C(1) << (name))

static const struct judged judged[] = {
	{0, {0}, -1, PAGE_UNTOUCHED},
	{present | exclusive, {0}, -1, PAGE_PRESENT},
	/* It may be the zero page, until the frame tells. */
	{present, {0}, -1, PAGE_RESIDENT},
	{present, {0}, FLAG(FRAME_ANONYMOUS), PAGE_PRESENT},
	{present, {0}, FLAG(FRAME_ZERO), PAGE_ZERO},
	{present, {.done = true}, -1, PAGE_PRESENT},
	{present, {.done = true, .zero = true}, -1, PAGE_ZERO},
	{present | exclusive, {.done = true, .huge = true}, -1, PAGE_HUGE},
	/* The huge zero page, in a mapping that has no file. */
	{present | file, {.done = true, .huge = true, .file = true}, -1,
		PAGE_ZERO},
	{present | file, {0}, -1, PAGE_ZERO},
	/* A marker: smaps knows of nothing that is swapped. */
	{swapped | guard, {0}, -1, PAGE_GUARD},
	{swapped, {.done = true, .guard = true}, -1, PAGE_GUARD},
	{swapped, {0}, -1, PAGE_UNKNOWN},
};

static struct page_walk a_look(struct pages *pages)
{
	struct page_walk l = {.pages = pages, .soft_dirty = true};

	l.part.locked = KNOWN_NO;
	l.part.huge_size = 512 * PAGE;
	l.part.whole = (struct smaps_mapping){
		.mapping = {.path = "", .device = "00:00"}};
	return l;
}

static struct page_run judge(
	const struct page_walk *l, const struct judged *page)
{
	struct pagemap_entry entry = pagemap_decode(page->entry);
	uint64_t flags = (uint64_t)page->flags;

	return describe_page(
		l, &entry, &page->scanned, page->flags < 0 ? NULL : &flags);
}

START_TEST(a_page_is_what_all_say_together)
{
	struct pages *pages = pages_new(0, 1);
	struct page_walk l = a_look(pages);

	ck_assert_int_eq(judge(&l, &judged[_i]).state, judged[_i].state);
	pages_free(pages);
}
END_TEST

START_TEST(a_page_of_a_file_is_a_files)
{
	struct pages *pages = pages_new(0, 1);
	struct page_walk l = a_look(pages);
	struct judged page = {present | file, {0}, -1, PAGE_FILE};

	l.part.whole.mapping.inode = 1;
	ck_assert_int_eq(judge(&l, &page).state, PAGE_FILE);
	l.part.shmem = true;
	ck_assert_int_eq(judge(&l, &page).state, PAGE_SHMEM);
	page.entry = swapped;
	l.part.whole.memory.of[MEMORY_SWAPPED] = PAGE;
	ck_assert_int_eq(judge(&l, &page).state, PAGE_SWAPPED);
	pages_free(pages);
}
END_TEST

START_TEST(properties_are_known_or_not)
{
	struct pages *pages = pages_new(0, 1);
	struct page_walk l = a_look(pages);
	struct judged page = {
		present | exclusive | soft, {.done = true}, -1, PAGE_PRESENT};
	struct page_run run = judge(&l, &page);

	ck_assert_int_eq(run.has[PAGE_EXCLUSIVE], KNOWN_YES);
	ck_assert_int_eq(run.has[PAGE_SOFT_DIRTY], KNOWN_YES);
	ck_assert_int_eq(run.has[PAGE_LOCKED], KNOWN_NO);
	ck_assert_int_eq(run.has[PAGE_LAZILY_FREED], KNOWN_NO);
	ck_assert_uint_eq(run.size, PAGE);
	ck_assert(!run.has_frame);
	l.soft_dirty = false;
	l.part.locked = KNOWN_YES;
	l.part.whole.memory.of[MEMORY_LAZILY_FREED] = PAGE;
	run = judge(&l, &page);
	ck_assert_int_eq(run.has[PAGE_SOFT_DIRTY], KNOWN_NOTHING);
	ck_assert_int_eq(run.has[PAGE_LOCKED], KNOWN_YES);
	ck_assert_int_eq(run.has[PAGE_LAZILY_FREED], KNOWN_NOTHING);
	page.flags = FLAG(FRAME_ANONYMOUS);
	run = judge(&l, &page);
	ck_assert_int_eq(run.has[PAGE_LOCKED], KNOWN_NO);
	ck_assert_int_eq(run.has[PAGE_LAZILY_FREED], KNOWN_YES);
	page.flags |= FLAG(FRAME_SWAPBACKED) | FLAG(FRAME_MLOCKED);
	run = judge(&l, &page);
	ck_assert_int_eq(run.has[PAGE_LOCKED], KNOWN_YES);
	ck_assert_int_eq(run.has[PAGE_LAZILY_FREED], KNOWN_NO);
	page.entry = 0;
	run = judge(&l, &page);
	for (int i = 0; i < PAGE_PROPERTIES; i++)
		ck_assert_int_eq(run.has[i], KNOWN_NOTHING);
	pages_free(pages);
}
END_TEST

START_TEST(more_that_seem_lazily_freed_than_are_is_unknown)
{
	struct pages *pages = pages_new(0, 4);
	struct page_walk l = a_look(pages);
	struct page_run run = {.pages = 2, .state = PAGE_PRESENT};

	run.has[PAGE_LAZILY_FREED] = KNOWN_YES;
	pages_add(pages, &run);
	l.part.whole.memory.of[MEMORY_LAZILY_FREED] = 2 * PAGE;
	settle_lazily_freed(&l, 0);
	ck_assert_uint_eq(pages_having(pages, PAGE_LAZILY_FREED), 2);
	l.part.whole.memory.of[MEMORY_LAZILY_FREED] = PAGE;
	settle_lazily_freed(&l, 0);
	ck_assert_int_eq(pages->runs[0].has[PAGE_LAZILY_FREED], KNOWN_NOTHING);
	pages_free(pages);
}
END_TEST

/*
 * ANONYMOUS and MERGED pages of the mapping, as smaps has them; whether its
 * frame has the flag (-1: not known), and whether that can be believed.
 */
static const struct {
	const char *vm_flags;
	int64_t anonymous, merged;
	int flag;
	bool believed;
	enum merging merging;
} mergings[] = {
	/* Linux 6.10 to 6.17, where every anonymous page has the flag. */
	{"rd wr mr mw me ac", 4, 0, 1, false, MERGING_NO},
	{"rd wr mr mw me ac mg", 4, 0, 1, false, MERGING_NO},
	{"rd wr mr mw me ac mg", 4, 2, 1, false, MERGING_UNKNOWN},
	{"rd wr mr mw me ac mg", 4, 4, 1, false, MERGING_YES},
	{"rd wr mr mw me ac mg", 4, 2, 0, false, MERGING_NO},
	/* All others; the first ones have no figure in smaps. */
	{"rd wr mr mw me ac", 4, -1, 1, true, MERGING_NO},
	{"rd wr mr mw me ac mg", 4, -1, 1, true, MERGING_YES},
	{"rd wr mr mw me ac mg", 4, -1, 0, true, MERGING_NO},
	{"rd wr mr mw me ac mg", 4, 2, 1, true, MERGING_YES},
	/* Frames are for the privileged. */
	{"rd wr mr mw me ac mg", 4, -1, -1, false, MERGING_UNKNOWN},
	{"rd wr mr mw me ac mg", 4, 2, -1, false, MERGING_UNKNOWN},
	{"rd wr mr mw me ac mg", 4, 4, -1, false, MERGING_YES},
	{"rd wr mr mw me ac mg", 4, 0, -1, false, MERGING_NO},
	{NULL, 4, -1, -1, false, MERGING_UNKNOWN},
	{NULL, 4, -1, 0, true, MERGING_NO},
};

START_TEST(nothing_is_merged_where_nothing_can_be)
{
	const char *letters = mergings[_i].vm_flags;
	struct smaps_mapping m = {.memory = memory_unknown()};
	uint64_t flags = FLAG(FRAME_ANONYMOUS);

	m.mapping.flags = letters;
	m.mapping.flags_length = letters ? strlen(letters) : 0;
	m.memory.of[MEMORY_ANONYMOUS] = mergings[_i].anonymous * PAGE;
	m.merged = mergings[_i].merged < 0 ? -1 : mergings[_i].merged * PAGE;
	if (mergings[_i].flag > 0)
		flags |= FLAG(FRAME_KSM);
	ck_assert_int_eq(merging_of(&m, mergings[_i].flag < 0 ? NULL : &flags,
				 mergings[_i].believed),
		mergings[_i].merging);
}
END_TEST

/* The cells of a picture, and what each stands for. */
static void draw(const struct pages *pages, uint64_t cells, const char *wanted,
	uint64_t per_cell)
{
	struct cell_picture picture = picture_of(pages, cells);
	enum page_state state;
	char drawn[64] = "";
	size_t used = 0;
	char mark;

	while ((mark = picture_next(&picture, &state)) && used < 63)
		drawn[used++] = mark;
	ck_assert_str_eq(drawn, wanted);
	ck_assert_uint_eq(picture.per_cell, per_cell);
	ck_assert_int_eq(picture.mixed, strchr(wanted, MARK_MIXED) != NULL);
}

START_TEST(a_cell_is_a_page_or_some)
{
	struct pages *pages = pages_new(0, 11);

	add(pages, PAGE_UNTOUCHED, 4);
	add(pages, PAGE_PRESENT, 1);
	add(pages, PAGE_GUARD, 1);
	add(pages, PAGE_HUGE, 5);
	draw(pages, 64, "....#gHHHHH", 1);
	draw(pages, 11, "....#gHHHHH", 1);
	draw(pages, 10, "..%HHH", 2);
	draw(pages, 3, ".%H", 4);
	draw(pages, 1, "%", 16);
	pages_free(pages);
}
END_TEST

START_TEST(a_picture_of_everything_is_as_small)
{
	struct pages *pages = pages_new(0, UINT64_C(1) << 50);

	add(pages, PAGE_UNMAPPED, (UINT64_C(1) << 50) - 1);
	add(pages, PAGE_PRESENT, 1);
	draw(pages, 4, "---%", UINT64_C(1) << 48);
	pages_free(pages);
}
END_TEST

START_TEST(each_state_has_a_mark_and_a_name_of_its_own)
{
	for (int i = 0; i < PAGE_STATES; i++) {
		char mark = picture_mark((enum page_state)i);

		ck_assert(mark > ' ' && mark != MARK_MIXED);
		ck_assert(page_state_name((enum page_state)i) != NULL);
		for (int j = 0; j < i; j++)
			ck_assert_int_ne(
				mark, picture_mark((enum page_state)j));
	}
}
END_TEST

/* What was read of a page, of which kind of mapping, and what that makes it. */
static const struct {
	const char *name, *flags; /* of the mapping: its path, its VmFlags */
	struct pagemap_entry entry;
	struct scanned scanned;
	int64_t swapped;
	bool shmem;
	enum page_state state;
} evidences[] = {
	{"", "rd wr", {0}, {0}, 0, false, PAGE_UNTOUCHED},
	{"", "rd wr io pf", {0}, {0}, 0, false, PAGE_UNKNOWN},
	{"", "rd wr", {.present = true, .exclusive = true}, {0}, 0, false,
		PAGE_PRESENT},
	/* Shared, and nobody may know: the page of zeros, or a child's. */
	{"", "rd wr", {.present = true}, {0}, 0, false, PAGE_RESIDENT},
	{"", "rd wr", {.present = true}, {.done = true}, 0, false,
		PAGE_PRESENT},
	{"", "rd wr", {.present = true}, {.done = true, .zero = true}, 0, false,
		PAGE_ZERO},
	/* The huge page of zeros reads as a file's. */
	{"", "rd wr", {.present = true, .file = true}, {0}, 0, false,
		PAGE_ZERO},
	{"", "rd wr ht", {.present = true, .exclusive = true}, {0}, 0, false,
		PAGE_HUGE},
	{"", "rd wr", {.present = true}, {.done = true, .huge = true}, 0, false,
		PAGE_HUGE},
	{"/bin/sh", "rd", {.present = true, .file = true}, {0}, 0, false,
		PAGE_FILE},
	{"/dev/shm/a", "rd", {.present = true, .file = true}, {0}, 0, true,
		PAGE_SHMEM},
	{"[vdso]", "rd ex", {.present = true, .file = true}, {0}, 0, false,
		PAGE_RESIDENT},
	{"", "rd wr", {.swapped = true}, {0}, 4096, false, PAGE_SWAPPED},
	/* A marker reads as swapped, and smaps knows of none. */
	{"", "rd wr", {.swapped = true}, {0}, 0, false, PAGE_UNKNOWN},
	{"", "rd wr", {.guard = true}, {0}, 0, false, PAGE_GUARD},
	{"", "rd wr", {.swapped = true}, {.done = true, .guard = true}, 0,
		false, PAGE_GUARD},
};

START_TEST(what_was_read_of_a_page_decides_its_state)
{
	struct smaps_mapping m = {
		.mapping = {.perms = "rw-p",
			.device = "00:00",
			.path = evidences[_i].name,
			.path_length = strlen(evidences[_i].name),
			.inode = *evidences[_i].name == '/',
			.flags = evidences[_i].flags,
			.flags_length = strlen(evidences[_i].flags)}};
	struct page_evidence evidence = {&evidences[_i].entry,
		&evidences[_i].scanned, NULL, &m, evidences[_i].shmem};

	m.memory.of[MEMORY_SWAPPED] = evidences[_i].swapped;
	ck_assert_str_eq(page_state_name(page_state_of(&evidence)),
		page_state_name(evidences[_i].state));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pages");
	TCase *runs = add_case(suite, "runs");
	TCase *page = add_case(suite, "a page");
	TCase *picture = add_case(suite, "picture");

	tcase_add_test(runs, equal_neighbours_are_one_run);
	tcase_add_test(runs, a_property_parts_two_runs);
	tcase_add_test(runs, frames_that_follow_each_other_are_consecutive);
	tcase_add_test(runs, runs_are_bounded_and_cover_all_the_same);
	tcase_add_test(runs, what_is_finished_needs_no_more);
	tcase_add_test(runs, what_has_become_equal_is_joined);
	tcase_add_test(page, an_entry_is_taken_apart);
	tcase_add_loop_test(
		page, a_page_is_what_all_say_together, 0, ROWS(judged));
	tcase_add_test(page, a_page_of_a_file_is_a_files);
	tcase_add_test(page, properties_are_known_or_not);
	tcase_add_test(page, more_that_seem_lazily_freed_than_are_is_unknown);
	tcase_add_loop_test(page, nothing_is_merged_where_nothing_can_be, 0,
		ROWS(mergings));
	tcase_add_test(picture, a_cell_is_a_page_or_some);
	tcase_add_test(picture, a_picture_of_everything_is_as_small);
	tcase_add_test(picture, each_state_has_a_mark_and_a_name_of_its_own);
	tcase_add_loop_test(page, what_was_read_of_a_page_decides_its_state, 0,
		ROWS(evidences));
	return run_suite(suite);
}
