/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two snapshots compared: by hand, and at random against a slow reference. */
#include <inttypes.h>

#include "calls/calls.h"
#include "effect/effect.h"
#include "run.h"
#include "words/uapi.h"

static bool compare(
	const char *before, const char *after, struct effect *effect)
{
	char *old = strdup(before), *new = strdup(after);
	struct snapshot snapshots[] = {
		{.part = {{.text = old, .length = strlen(old)}}, .parts = 1},
		{.part = {{.text = new, .length = strlen(new)}}, .parts = 1},
	};
	struct record record = {
		.returned = {.minor = 3, .major = 1},
		.before = &snapshots[0],
		.after = &snapshots[1],
	};
	bool done = effect_of(&record, effect);

	/* The changes point into the texts: keep what is compared. */
	for (size_t i = 0; done && i < effect->count; i++) {
		effect->changes[i].before.path = NULL;
		effect->changes[i].after.path = NULL;
	}
	free(old);
	free(new);
	return done;
}

#define FILE_AT(offset) "p " offset " fe:00 7   /lib/a\n"

struct wanted {
	enum change change;
	uint64_t start, end;
	const char *before, *after; /* perms; NULL: there was nothing */
	uint64_t before_offset, after_offset;
};

static const struct {
	const char *before, *after;
	struct wanted changes[4];
} cases[] = {
	/* 0: nothing happened */
	{"1000-2000 rw-p 0 00:00 0\n", "1000-2000 rw-p 0 00:00 0\n", {{0}}},
	{"", "", {{0}}},
	/* 2: added, alone and next to a neighbour that it was joined with */
	{"", "1000-2000 rw-p 0 00:00 0\n",
		{{CHANGE_ADDED, 0x1000, 0x2000, NULL, "rw-p", 0, 0}}},
	{"1000-2000 rw-p 0 00:00 0\n", "1000-3000 rw-p 0 00:00 0\n",
		{{CHANGE_ADDED, 0x2000, 0x3000, NULL, "rw-p", 0, 0}}},
	{"3000-4000 rw-p 0 00:00 0\n", "1000-4000 rw-p 0 00:00 0\n",
		{{CHANGE_ADDED, 0x1000, 0x3000, NULL, "rw-p", 0, 0}}},
	{"1000-2000 rw-p 0 00:00 0\n3000-4000 rw-p 0 00:00 0\n",
		"1000-4000 rw-p 0 00:00 0\n",
		{{CHANGE_ADDED, 0x2000, 0x3000, NULL, "rw-p", 0, 0}}},
	/* 6: removed: all, the end, the middle, across two */
	{"1000-2000 rw-p 0 00:00 0\n", "",
		{{CHANGE_REMOVED, 0x1000, 0x2000, "rw-p", NULL, 0, 0}}},
	{"1000-4000 rw-p 0 00:00 0\n", "1000-3000 rw-p 0 00:00 0\n",
		{{CHANGE_REMOVED, 0x3000, 0x4000, "rw-p", NULL, 0, 0}}},
	{"1000-4000 rw-p 0 00:00 0\n",
		"1000-2000 rw-p 0 00:00 0\n3000-4000 rw-p 0 00:00 0\n",
		{{CHANGE_REMOVED, 0x2000, 0x3000, "rw-p", NULL, 0, 0}}},
	{"1000-4000 rw-p 0 00:00 0\n4000-6000 r--p 0 00:00 0\n",
		"1000-3000 rw-p 0 00:00 0\n5000-6000 r--p 0 00:00 0\n",
		{{CHANGE_REMOVED, 0x3000, 0x4000, "rw-p", NULL, 0, 0},
			{CHANGE_REMOVED, 0x4000, 0x5000, "r--p", NULL, 0, 0}}},
	/* 10: changed: the middle, and so that neighbours are joined */
	{"1000-4000 rw-p 0 00:00 0\n",
		"1000-2000 rw-p 0 00:00 0\n2000-3000 ---p 0 00:00 0\n"
		"3000-4000 rw-p 0 00:00 0\n",
		{{CHANGE_CHANGED, 0x2000, 0x3000, "rw-p", "---p", 0, 0}}},
	{"1000-2000 rw-p 0 00:00 0\n2000-3000 ---p 0 00:00 0\n"
	 "3000-4000 rw-p 0 00:00 0\n",
		"1000-4000 rw-p 0 00:00 0\n",
		{{CHANGE_CHANGED, 0x2000, 0x3000, "---p", "rw-p", 0, 0}}},
	{"1000-2000 rw-p 0 00:00 0\n2000-3000 r--p 0 00:00 0\n",
		"1000-3000 r-xp 0 00:00 0\n",
		{{CHANGE_CHANGED, 0x1000, 0x2000, "rw-p", "r-xp", 0, 0},
			{CHANGE_CHANGED, 0x2000, 0x3000, "r--p", "r-xp", 0,
				0}}},
	/* 13: split and joined at will, nothing happened */
	{"1000-4000 rw-p 0 00:00 0\n",
		"1000-2000 rw-p 0 00:00 0\n2000-4000 rw-p 0 00:00 0\n", {{0}}},
	{"1000-2000 r-x" FILE_AT("5000") "2000-4000 r-x" FILE_AT("6000"),
		"1000-4000 r-x" FILE_AT("5000"), {{0}}},
	/* 15: a file's offset goes on within a part of it */
	{"1000-4000 r-x" FILE_AT("5000"),
		"1000-2000 r-x" FILE_AT("5000") "2000-3000 rwx" FILE_AT(
			"6000") "3000-4000 r-x" FILE_AT("7000"),
		{{CHANGE_CHANGED, 0x2000, 0x3000, "r-xp", "rwxp", 0x6000,
			0x6000}}},
	{"1000-4000 r-x" FILE_AT("5000"), "1000-2000 r-x" FILE_AT("5000"),
		{{CHANGE_REMOVED, 0x2000, 0x4000, "r-xp", NULL, 0x6000, 0}}},
	{"", "1000-2000 r--" FILE_AT("5000") "2000-3000 r--" FILE_AT("6000"),
		{{CHANGE_ADDED, 0x1000, 0x3000, NULL, "r--p", 0, 0x5000}}},
	/* 18: the same file from elsewhere is another thing */
	{"1000-3000 r--" FILE_AT("5000"), "1000-3000 r--" FILE_AT("6000"),
		{{CHANGE_CHANGED, 0x1000, 0x3000, "r--p", "r--p", 0x5000,
			0x6000}}},
	{"", "1000-2000 r--" FILE_AT("5000") "2000-3000 r--" FILE_AT("5000"),
		{{CHANGE_ADDED, 0x1000, 0x2000, NULL, "r--p", 0, 0x5000},
			{CHANGE_ADDED, 0x2000, 0x3000, NULL, "r--p", 0,
				0x5000}}},
	/* 20: replaced by a file, by another inode, by another device */
	{"1000-3000 rw-p 0 00:00 0\n",
		"1000-2000 rw-p 0 00:00 0\n2000-3000 rw-" FILE_AT("5000"),
		{{CHANGE_CHANGED, 0x2000, 0x3000, "rw-p", "rw-p", 0, 0x5000}}},
	{"1000-2000 r--p 0 fe:00 7 /lib/a\n",
		"1000-2000 r--p 0 fe:00 8 /lib/a\n",
		{{CHANGE_CHANGED, 0x1000, 0x2000, "r--p", "r--p", 0, 0}}},
	{"1000-2000 r--p 0 fe:00 7 /lib/a\n",
		"1000-2000 r--p 0 fe:01 7 /lib/a\n",
		{{CHANGE_CHANGED, 0x1000, 0x2000, "r--p", "r--p", 0, 0}}},
	{"1000-2000 rw-p 0 00:00 0\n", "1000-2000 rw-p 0 00:00 0 [anon:a]\n",
		{{CHANGE_CHANGED, 0x1000, 0x2000, "rw-p", "rw-p", 0, 0}}},
	/* 24: the stack grew downward, the heap upward */
	{"7ffd000-7ffe000 rw-p 0 00:00 0 [stack]\n",
		"7ff8000-7ffe000 rw-p 0 00:00 0 [stack]\n",
		{{CHANGE_ADDED, 0x7ff8000, 0x7ffd000, NULL, "rw-p", 0, 0}}},
	{"5000-6000 rw-p 0 00:00 0 [heap]\n",
		"5000-9000 rw-p 0 00:00 0 [heap]\n",
		{{CHANGE_ADDED, 0x6000, 0x9000, NULL, "rw-p", 0, 0}}},
	/* 26: several at once, at the ends of the address space too */
	{"1000-3000 rw-p 0 00:00 0\n5000-6000 r--p 0 00:00 0\n"
	 "ffffffffff600000-ffffffffff601000 --xp 0 00:00 0 [vsyscall]\n",
		"0-1000 rw-p 0 00:00 0\n2000-3000 rw-p 0 00:00 0\n"
		"5000-6000 r-xp 0 00:00 0\n",
		{{CHANGE_ADDED, 0, 0x1000, NULL, "rw-p", 0, 0},
			{CHANGE_REMOVED, 0x1000, 0x2000, "rw-p", NULL, 0, 0},
			{CHANGE_CHANGED, 0x5000, 0x6000, "r--p", "r-xp", 0, 0},
			{CHANGE_REMOVED, 0xffffffffff600000, 0xffffffffff601000,
				"--xp", NULL, 0, 0}}},
	/* 27: it moved, as by mremap */
	{"1000-2000 rw-p 0 00:00 0\n", "8000-a000 rw-p 0 00:00 0\n",
		{{CHANGE_REMOVED, 0x1000, 0x2000, "rw-p", NULL, 0, 0},
			{CHANGE_ADDED, 0x8000, 0xa000, NULL, "rw-p", 0, 0}}},
};

static void check_side(const struct mapping *m, const struct wanted *w,
	const char *perms, uint64_t offset)
{
	if (!perms)
		return;
	ck_assert_uint_eq(m->start, w->start);
	ck_assert_uint_eq(m->end, w->end);
	ck_assert_str_eq(m->perms, perms);
	ck_assert_uint_eq(m->offset, offset);
}

START_TEST(what_happened_between_two_snapshots_is_told)
{
	struct effect effect;
	size_t count = 0;

	ck_assert(compare(cases[_i].before, cases[_i].after, &effect));
	ck_assert(effect.observed);
	ck_assert_int_eq(effect.minor, 3);
	ck_assert_int_eq(effect.major, 1);
	for (; count < 4 && cases[_i].changes[count].end; count++) {
		const struct wanted *w = &cases[_i].changes[count];
		const struct mapping_change *c = &effect.changes[count];

		ck_assert_uint_gt(effect.count, count);
		ck_assert_int_eq(c->change, w->change);
		ck_assert_uint_eq(c->start, w->start);
		ck_assert_uint_eq(c->end, w->end);
		check_side(&c->before, w, w->before, w->before_offset);
		check_side(&c->after, w, w->after, w->after_offset);
	}
	ck_assert_uint_eq(effect.count, count);
	effect_free(&effect);
	ck_assert_uint_eq(effect.count, 0);
	ck_assert_ptr_null(effect.changes);
}
END_TEST

/* Only the stretch that the call replaced, and only if nothing differs. */
START_TEST(an_equal_mapping_in_place_of_another_is_told)
{
	static char maps[] = "1000-6000 rw-p 0 00:00 0\n";
	struct snapshot snapshot = {
		.part = {{.text = maps, .length = sizeof(maps) - 1}},
		.parts = 1};
	struct record record = {.before = &snapshot,
		.after = &snapshot,
		.call = {.command = &command_mmap, .page_size = 0x1000},
		.has_region = true,
		.region_start = 0x2000,
		.region_size = 0x1001};
	struct effect effect;

	for (int i = 0; i < 3; i++) {
		set_arg(&record.call, ROLE_FLAGS,
			MAP_PRIVATE | (i == 1 ? 0 : MAP_FIXED));
		record.outcome.kind = i == 2 ? OUTCOME_ERROR : OUTCOME_OK;
		ck_assert(effect_of(&record, &effect));
		ck_assert_uint_eq(effect.count, i == 0);
		if (i == 0) {
			ck_assert_int_eq(
				effect.changes[0].change, CHANGE_REPLACED);
			ck_assert_uint_eq(effect.changes[0].start, 0x2000);
			ck_assert_uint_eq(effect.changes[0].end, 0x4000);
			ck_assert_uint_eq(effect.changes[0].after.end, 0x4000);
		}
		effect_free(&effect);
	}
}
END_TEST

START_TEST(what_nobody_saw_is_not_observed)
{
	struct snapshot snapshot = {.parts = 1};
	struct record record = {.returned = {.minor = 3, .major = 1}};
	struct effect effect;

	for (int i = 0; i < 3; i++) {
		record.before = i == 1 ? &snapshot : NULL;
		record.after = i == 2 ? &snapshot : NULL;
		ck_assert(effect_of(&record, &effect));
		ck_assert(!effect.observed);
		ck_assert_uint_eq(effect.count, 0);
		ck_assert_int_eq(effect.minor, -1);
		ck_assert_int_eq(effect.major, -1);
		effect_free(&effect);
	}
}
END_TEST

/* At random: an address space of a few pages. */
enum { PAGES = 24, KINDS = 4 };

/* What a page is; perms 0: nothing. */
struct page {
	unsigned perms, kind, offset; /* in pages, of a file */
};

static const char *const perms_names[] = {"", "rw-p", "r--p", "---p"};
static const char *const kind_names[] = {" 00:00 0", " 00:00 0  [heap]",
	" fe:00 7  /lib/a", " fe:00 8  /lib/b (deleted)"};

static bool is_file(const struct page *p)
{
	return p->kind >= 2;
}

static bool same_page(const struct page *a, const struct page *b)
{
	return a->perms == b->perms &&
	       (!a->perms || (a->kind == b->kind && a->offset == b->offset));
}

/* Whether B, the next page, goes on where A ends. */
static bool goes_on(const struct page *a, const struct page *b)
{
	struct page next = *a;

	next.offset += is_file(a);
	return same_page(&next, b);
}

static void change_at_random(struct page *pages, uint64_t *seed)
{
	unsigned start = (unsigned)(next_random(seed) % PAGES);
	unsigned length = (unsigned)(next_random(seed) % 8) + 1;
	unsigned what = (unsigned)(next_random(seed) % 4);
	unsigned perms = (unsigned)(next_random(seed) % 3) + 1;
	unsigned kind = (unsigned)(next_random(seed) % KINDS);
	unsigned offset = (unsigned)(next_random(seed) % 3);

	for (unsigned i = start; i < start + length && i < PAGES; i++) {
		if (what == 0)
			pages[i] = (struct page){0};
		else if (what == 1 && pages[i].perms)
			pages[i].perms = perms;
		else if (what > 1)
			pages[i] = (struct page){
				perms, kind, kind < 2 ? 0 : offset + i - start};
	}
}

/* The text of PAGES, with boundaries where there need be none. */
static char *maps_at_random(const struct page *pages, uint64_t *seed)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (unsigned i = 0, end; i < PAGES; i = end) {
		const struct page *p = &pages[i];

		for (end = i + 1; end < PAGES; end++)
			if (!goes_on(&pages[end - 1], &pages[end]) ||
				next_random(seed) % 4 == 0)
				break;
		if (p->perms)
			fprintf(out, "%08x-%08x %s %08x%s\n", i << 12,
				end << 12, perms_names[p->perms],
				p->offset << 12, kind_names[p->kind]);
	}
	fclose(out);
	return text;
}

static void check_page(const struct mapping *m, const struct page *p,
	unsigned page, bool there)
{
	static const size_t path_lengths[KINDS] = {0, 6, 6, 16};
	unsigned inode = is_file(p) ? p->kind + 5 : 0;
	uint64_t offset = is_file(p) ? (page << 12) - m->start : 0;

	if (!there)
		return;
	ck_assert_str_eq(m->perms, perms_names[p->perms]);
	ck_assert_uint_eq(m->inode, inode);
	ck_assert_uint_eq(m->path_length, path_lengths[p->kind]);
	ck_assert_uint_eq(m->offset + offset, p->offset << 12);
}

/* Page by page; neighbours that changed alike must be one change. */
static void check_at_random(const struct page *before, const struct page *after,
	const struct effect *effect)
{
	size_t at = 0;
	bool within = false;

	for (unsigned i = 0; i < PAGES; i++) {
		const struct mapping_change *c = &effect->changes[at];
		bool was = before[i].perms, is = after[i].perms;

		if (same_page(&before[i], &after[i])) {
			ck_assert(!within);
			continue;
		}
		ck_assert_uint_lt(at, effect->count);
		if (!within)
			ck_assert_uint_eq(c->start, i << 12);
		ck_assert_uint_gt(c->end, i << 12);
		ck_assert_int_eq(c->change, was && is ? CHANGE_CHANGED
					    : was     ? CHANGE_REMOVED
						      : CHANGE_ADDED);
		check_page(&c->before, &before[i], i, was);
		check_page(&c->after, &after[i], i, is);
		within = c->end > (i + 1) << 12;
		if (within)
			continue;
		ck_assert_uint_eq(c->end, (i + 1) << 12);
		at++;
		/* Whatever follows could not have been told with it. */
		ck_assert(i + 1 == PAGES ||
			  same_page(&before[i + 1], &after[i + 1]) ||
			  !goes_on(&before[i], &before[i + 1]) ||
			  !goes_on(&after[i], &after[i + 1]));
	}
	ck_assert_uint_eq(at, effect->count);
}

START_TEST(random_changes_are_told_page_by_page)
{
	uint64_t seed = 99;

	for (int i = 0; i < 5000; i++) {
		struct page before[PAGES] = {{0}}, after[PAGES];
		struct effect effect;
		char *old, *new;

		for (uint64_t n = next_random(&seed) % 8; n; n--)
			change_at_random(before, &seed);
		memcpy(after, before, sizeof(after));
		for (uint64_t n = next_random(&seed) % 5; n; n--)
			change_at_random(after, &seed);
		old = maps_at_random(before, &seed);
		new = maps_at_random(after, &seed);
		ck_assert(compare(old, new, &effect));
		check_at_random(before, after, &effect);
		effect_free(&effect);
		free(old);
		free(new);
	}
}
END_TEST

START_TEST(a_recorded_snapshot_has_no_effect_on_itself_and_all_on_none)
{
	size_t length;
	char *text = read_fixture("maps-x86_64", &length);
	struct effect effect;

	ck_assert(compare(text, text, &effect));
	ck_assert_uint_eq(effect.count, 0);
	effect_free(&effect);
	ck_assert(compare(text, "", &effect));
	/* Two of its 20 lines are one mapping, protected in two steps. */
	ck_assert_uint_eq(effect.count, 19);
	effect_free(&effect);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("effect");
	TCase *t = add_case(suite, "effect");

	tcase_add_loop_test(
		t, what_happened_between_two_snapshots_is_told, 0, ROWS(cases));
	tcase_add_test(t, what_nobody_saw_is_not_observed);
	tcase_add_test(t, an_equal_mapping_in_place_of_another_is_told);
	tcase_add_test(
		t, a_recorded_snapshot_has_no_effect_on_itself_and_all_on_none);
	tcase_add_test(t, random_changes_are_told_page_by_page);
	return run_suite(suite);
}
