/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc and /sys tell of the system: groups, switches, counts. */
#include "proc/cgroup.h"
#include "proc/guard_gap.h"
#include "proc/huge_pages.h"
#include "proc/lines.h"
#include "run.h"

#define MOUNTS_V1                                                              \
	"23 27 0:22 / /sys rw,relatime - sysfs sysfs rw\n"                     \
	"31 30 0:26 / /sys/fs/cgroup/cpu rw shared:9 - cgroup cgroup rw,cpu\n"
#define MEMORY_V1                                                              \
	"35 24 0:29 / /sys/fs/cgroup/memory rw,nosuid shared:14 master:2 - "   \
	"cgroup cgroup rw,memory\n"
#define UNIFIED "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

static const struct {
	const char *cgroup, *mountinfo;
	const char *path; /* NULL: there is none */
	bool unified;
} groups[] = {
	/* 0: version 1 */
	{"5:devices:/\n4:memory:/a/b\n0::/c\n", MOUNTS_V1 MEMORY_V1 UNIFIED,
		"/sys/fs/cgroup/memory/a/b", false},
	{"4:memory:/\n", MOUNTS_V1 MEMORY_V1, "/sys/fs/cgroup/memory", false},
	{"4:cpuset,memory,pids:/a\n",
		"1 2 0:3 / /cg rw - cgroup none rw,cpuset,memory,pids\n",
		"/cg/a", false},
	/* 3: version 2 */
	{"0::/user.slice/a.scope\n", UNIFIED,
		"/sys/fs/cgroup/user.slice/a.scope", true},
	{"0::/\n", UNIFIED, "/sys/fs/cgroup", true},
	{"3:cpu:/x\n0::/y", MOUNTS_V1 UNIFIED, "/sys/fs/cgroup/y", true},
	/* 6: in a container, which sees its own group as the mount */
	{"4:memory:/docker/1f/in\n",
		"9 8 0:2 /docker/1f /sys/fs/cgroup/memory ro master:11 - "
		"cgroup cgroup rw,memory\n",
		"/sys/fs/cgroup/memory/in", false},
	{"4:memory:/docker/1f\n",
		"9 8 0:2 /docker/1f /sys/fs/cgroup/memory ro - cgroup cgroup "
		"rw,memory\n",
		"/sys/fs/cgroup/memory", false},
	/* 8: not there, or not mounted */
	{"4:memory:/a\n", MOUNTS_V1 UNIFIED, NULL, false},
	{"0::/a\n", MOUNTS_V1 MEMORY_V1, NULL, false},
	{"3:cpu:/a\n", MOUNTS_V1 MEMORY_V1 UNIFIED, NULL, false},
	{"", "", NULL, false},
	{"4:memory", "1 2 3", NULL, false},
	{"::\n0\n", "- - -\n\n", NULL, false},
	/* 14: a controller's name is a whole word */
	{"4:memorylike:/a\n", MOUNTS_V1 MEMORY_V1, NULL, false},
	/* 15: a group's name as well: "/ab" is not below "/a" */
	{"4:memory:/ab\n",
		"9 8 0:2 /a /sys/fs/cgroup/memory rw - cgroup cgroup "
		"rw,memory\n",
		"/sys/fs/cgroup/memory/ab", false},
};

START_TEST(the_group_that_limits_memory_is_found)
{
	struct memory_group group;
	bool found = group_find(groups[_i].cgroup, strlen(groups[_i].cgroup),
		groups[_i].mountinfo, strlen(groups[_i].mountinfo), &group);

	ck_assert_int_eq(found, groups[_i].path != NULL);
	if (!found)
		return;
	ck_assert_str_eq(group.path, groups[_i].path);
	ck_assert_int_eq(group.unified, groups[_i].unified);
	ck_assert_uint_le(group.top, strlen(group.path));
}
END_TEST

START_TEST(a_path_that_is_too_long_is_no_group)
{
	char cgroup[2048];
	struct memory_group group;

	memset(cgroup, 'a', sizeof(cgroup));
	memcpy(cgroup, "0::/", 4);
	ck_assert(!group_find(
		cgroup, sizeof(cgroup), UNIFIED, strlen(UNIFIED), &group));
}
END_TEST

static const struct {
	const char *text, *word; /* NULL: none is selected */
} switches[] = {
	{"always [madvise] never\n", "madvise"},
	{"[always] madvise never\n", "always"},
	{"always within_size advise [never] deny force\n", "never"},
	{"[never]", "never"},
	{"always madvise never\n", NULL},
	{"always [madvise", NULL},
	{"[a-word-that-has-no-room]", NULL},
	{"", NULL},
};

START_TEST(the_word_in_brackets_is_read)
{
	char word[16] = "untouched";
	bool found = selected_word(switches[_i].text, word, sizeof(word));

	ck_assert_int_eq(found, switches[_i].word != NULL);
	ck_assert_str_eq(word, found ? switches[_i].word : "untouched");
}
END_TEST

static const struct {
	struct huge_pool pool;
	uint64_t left;
} pools[] = {
	{{.pages = 0}, 0},
	{{.pages = 8, .free = 5}, 5},
	{{.pages = 8, .free = 5, .reserved = 3}, 2},
	{{.pages = 8, .free = 5, .reserved = 5}, 0},
	{{.pages = 8, .free = 0, .overcommit = 4}, 4},
	{{.pages = 8, .free = 0, .overcommit = 4, .surplus = 3}, 1},
	{{.pages = 8, .free = 0, .overcommit = 0, .surplus = 3}, 0},
};

START_TEST(what_is_left_of_a_pool_is_neither_reserved_nor_borrowed)
{
	ck_assert_uint_eq(huge_pool_left(&pools[_i].pool), pools[_i].left);
}
END_TEST

static const struct {
	const char *text, *key;
	bool found;
	uint64_t value;
} words[] = {
	{"low 0\nmax 12\noom 3\noom_kill 2\n", "oom_kill", true, 2},
	{"low 0\nmax 12\noom 3\noom_kill 2\n", "oom", true, 3},
	{"oom_kill_disable 0\nunder_oom 0\noom_kill 7\n", "oom_kill", true, 7},
	{"oom_kill: 7\n", "oom_kill", false, 0},
	{"oom_kill\n", "oom_kill", false, 0},
	{"", "oom_kill", false, 0},
	{"thp_fault_fallback 18446744073709551615", "thp_fault_fallback", true,
		UINT64_MAX},
};

START_TEST(a_number_behind_a_word_is_read)
{
	uint64_t value = 0;

	ck_assert_int_eq(lines_find_word(words[_i].text, strlen(words[_i].text),
				 words[_i].key, &value),
		words[_i].found);
	ck_assert_uint_eq(value, words[_i].value);
}
END_TEST

static const struct {
	const char *text;
	uint64_t pages;
} gaps[] = {
	{"", 256},
	{"BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro quiet\n", 256},
	{"stack_guard_gap=1", 1},
	{"ro stack_guard_gap=0\n", 0},
	{"ro stack_guard_gap=512 quiet\n", 512},
	/* 5: the last one counts, but only a plain number */
	{"stack_guard_gap=16 stack_guard_gap=32\n", 32},
	{"stack_guard_gap=16 stack_guard_gap=32k\n", 16},
	{"stack_guard_gap=0x10 quiet\n", 256},
	/* 8: the name is a whole word */
	{"my.stack_guard_gap=16 xstack_guard_gap=8\n", 256},
	{"stack_guard_gap 16\n", 256},
	{"stack_guard_ga", 256},
};

START_TEST(the_gap_below_a_stack_is_what_the_boot_option_says)
{
	ck_assert_uint_eq(guard_gap_of(gaps[_i].text, strlen(gaps[_i].text)),
		gaps[_i].pages);
}
END_TEST

START_TEST(what_has_no_access_or_grows_itself_needs_no_gap)
{
	struct mapping m = {.perms = "rw-p"};

	ck_assert_uint_eq(guard_gap_above(&m, 4096), 4096);
	memcpy(m.perms, "--xp", 5);
	ck_assert_uint_eq(guard_gap_above(&m, 4096), 4096);
	memcpy(m.perms, "---p", 5);
	ck_assert_uint_eq(guard_gap_above(&m, 4096), 0);
	memcpy(m.perms, "rw-p", 5);
	m.flags = "rd wr mr mw me gd ac";
	m.flags_length = strlen(m.flags);
	ck_assert_uint_eq(guard_gap_above(&m, 4096), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("proc: the system");
	TCase *tcase = add_case(suite, "texts");

	tcase_add_loop_test(
		tcase, the_group_that_limits_memory_is_found, 0, ROWS(groups));
	tcase_add_test(tcase, a_path_that_is_too_long_is_no_group);
	tcase_add_loop_test(
		tcase, the_word_in_brackets_is_read, 0, ROWS(switches));
	tcase_add_loop_test(tcase,
		what_is_left_of_a_pool_is_neither_reserved_nor_borrowed, 0,
		ROWS(pools));
	tcase_add_loop_test(
		tcase, a_number_behind_a_word_is_read, 0, ROWS(words));
	tcase_add_loop_test(tcase,
		the_gap_below_a_stack_is_what_the_boot_option_says, 0,
		ROWS(gaps));
	tcase_add_test(tcase, what_has_no_access_or_grows_itself_needs_no_gap);
	return run_suite(suite);
}
