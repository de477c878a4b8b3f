/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc and /sys tell of the system: groups, switches, counts. */
#include "proc/cgroup.h"
#include "proc/guard_gap.h"
#include "proc/huge_group.h"
#include "proc/huge_pages.h"
#include "proc/kernel_build.h"
#include "proc/lines.h"
#include "proc/mountinfo.h"
#include "run.h"

#include <sys/stat.h>

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
	bool found = group_find("memory", groups[_i].cgroup,
		strlen(groups[_i].cgroup), groups[_i].mountinfo,
		strlen(groups[_i].mountinfo), &group);

	ck_assert_int_eq(found, groups[_i].path != NULL);
	if (!found)
		return;
	ck_assert_str_eq(group.path, groups[_i].path);
	ck_assert_int_eq(group.unified, groups[_i].unified);
	ck_assert_uint_le(group.top, strlen(group.path));
}
END_TEST

static const struct {
	const char *cgroup, *mountinfo;
	const char *path; /* NULL: there is none */
	bool unified;
} huge_groups[] = {
	/* 0: one controller may be of version 1, and the other of version 2 */
	{"4:memory:/a\n0::/b\n", MOUNTS_V1 MEMORY_V1 UNIFIED,
		"/sys/fs/cgroup/b", true},
	{"9:hugetlb:/kube\n4:memory:/a\n0::/b\n",
		MEMORY_V1 "9 8 0:2 / /sys/fs/cgroup/hugetlb rw - cgroup cgroup "
			  "rw,hugetlb\n" UNIFIED,
		"/sys/fs/cgroup/hugetlb/kube", false},
	/* 2: not mounted */
	{"9:hugetlb:/kube\n0::/b\n", MEMORY_V1 UNIFIED, NULL, false},
};

START_TEST(the_group_of_another_controller_is_found)
{
	struct memory_group group;
	bool found = group_find("hugetlb", huge_groups[_i].cgroup,
		strlen(huge_groups[_i].cgroup), huge_groups[_i].mountinfo,
		strlen(huge_groups[_i].mountinfo), &group);

	ck_assert_int_eq(found, huge_groups[_i].path != NULL);
	if (!found)
		return;
	ck_assert_str_eq(group.path, huge_groups[_i].path);
	ck_assert_int_eq(group.unified, huge_groups[_i].unified);
}
END_TEST

START_TEST(a_line_of_mountinfo_is_read)
{
	static const char text[] = "36 35 98:7 /a\\040b /mnt\\011\\134 "
				   "rw,noatime shared:1 master:2 "
				   "- fuse.x /dev/sda1 rw,errors=continue\n"
				   "37 35 0:40 / / rw - tmpfs tmpfs rw\n";
	struct lines lines = lines_of(text, strlen(text));
	struct mount_line mount;
	char copy[8];

	ck_assert(mount_line_next(&lines, &mount));
	ck_assert_uint_eq(mount.number, 36);
	ck_assert_uint_eq(mount.high, 98);
	ck_assert_uint_eq(mount.low, 7);
	mount_field_copy(copy, sizeof(copy), mount.root);
	ck_assert_str_eq(copy, "/a b");
	mount_field_copy(copy, sizeof(copy), mount.point);
	ck_assert_str_eq(copy, "/mnt\t\\");
	mount_field_copy(copy, 3, mount.point);
	ck_assert_str_eq(copy, "/m");
	ck_assert(line_is(mount.type, "fuse.x"));
	ck_assert(line_is(mount.options, "rw,errors=continue"));
	ck_assert(mount_line_next(&lines, &mount));
	ck_assert(line_is(mount.type, "tmpfs"));
	ck_assert(!mount_line_next(&lines, &mount));
}
END_TEST

/* The files of a group: a name and a text, until a name is NULL. */
struct file {
	const char *name, *text;
};
enum { FILES_MOST = 5 };

/* A mount with the group "a", which has these files, and "a/b" without any. */
static struct memory_group make_group(
	char top[64], const struct file *files, bool unified)
{
	struct memory_group group = {.unified = unified};
	char path[256];

	strcpy(top, "/tmp/check-group.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(top));
	snprintf(path, sizeof(path), "%s/a", top);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	for (size_t i = 0; i < FILES_MOST && files[i].name; i++) {
		FILE *file;

		snprintf(path, sizeof(path), "%s/a/%s", top, files[i].name);
		file = fopen(path, "w");
		ck_assert_ptr_nonnull(file);
		fputs(files[i].text, file);
		fclose(file);
	}
	group.top = strlen(top);
	snprintf(group.path, sizeof(group.path), "%s/a/b", top);
	ck_assert_int_eq(mkdir(group.path, 0700), 0);
	return group;
}

static void remove_group(const char *top, const struct file *files)
{
	char path[256];

	for (size_t i = 0; i < FILES_MOST && files[i].name; i++) {
		snprintf(path, sizeof(path), "%s/a/%s", top, files[i].name);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/a/b", top);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/a", top);
	rmdir(path);
	rmdir(top);
}

#define MIB ((uint64_t)1 << 20)

static const struct {
	struct file files[FILES_MOST];
	bool unified;
	uint64_t size;
	bool reservations;
	uint64_t needed;
	const char *limited_by; /* NULL: there is room */
	uint64_t limit, used, hits;
} huge_limits[] = {
	/* 0: version 2 */
	{{{"hugetlb.2MB.max", "4194304\n"},
		 {"hugetlb.2MB.current", "2097152\n"},
		 {"hugetlb.2MB.events", "max 7\n"}},
		true, 2 * MIB, false, 4 * MIB, "hugetlb.2MB.max", 4 * MIB,
		2 * MIB, 7},
	{{{"hugetlb.2MB.max", "4194304\n"},
		 {"hugetlb.2MB.current", "2097152\n"},
		 {"hugetlb.2MB.events", "max 7\n"}},
		true, 2 * MIB, false, 2 * MIB, NULL, 0, 0, 0},
	/* 2: reservations have files of their own, but the same events */
	{{{"hugetlb.2MB.rsvd.max", "0\n"}, {"hugetlb.2MB.rsvd.current", "0\n"},
		 {"hugetlb.2MB.events", "max 1\n"}},
		true, 2 * MIB, true, 2 * MIB, "hugetlb.2MB.rsvd.max", 0, 0, 1},
	{{{"hugetlb.2MB.max", "0\n"}, {"hugetlb.2MB.current", "0\n"},
		 {"hugetlb.2MB.events", "max 1\n"}},
		true, 2 * MIB, true, 2 * MIB, NULL, 0, 0, 0},
	/* 4: without a limit, and one that never refused anything */
	{{{"hugetlb.2MB.max", "max\n"}, {"hugetlb.2MB.current", "0\n"},
		 {"hugetlb.2MB.events", "max 1\n"}},
		true, 2 * MIB, false, 2 * MIB, NULL, 0, 0, 0},
	{{{"hugetlb.2MB.max", "0\n"}, {"hugetlb.2MB.current", "0\n"},
		 {"hugetlb.2MB.events", "max 0\n"}},
		true, 2 * MIB, false, 2 * MIB, NULL, 0, 0, 0},
	/* 6: version 1 */
	{{{"hugetlb.1GB.limit_in_bytes", "1073741824\n"},
		 {"hugetlb.1GB.usage_in_bytes", "1073741824\n"},
		 {"hugetlb.1GB.failcnt", "3\n"}},
		false, 1024 * MIB, false, 1024 * MIB,
		"hugetlb.1GB.limit_in_bytes", 1024 * MIB, 1024 * MIB, 3},
	{{{"hugetlb.64KB.rsvd.limit_in_bytes", "0\n"},
		 {"hugetlb.64KB.rsvd.usage_in_bytes", "0\n"},
		 {"hugetlb.64KB.rsvd.failcnt", "2\n"}},
		false, 64 * 1024, true, 64 * 1024,
		"hugetlb.64KB.rsvd.limit_in_bytes", 0, 0, 2},
	{{{"hugetlb.2MB.limit_in_bytes", "9223372036854771712\n"},
		 {"hugetlb.2MB.usage_in_bytes", "0\n"},
		 {"hugetlb.2MB.failcnt", "1\n"}},
		false, 2 * MIB, false, 2 * MIB, NULL, 0, 0, 0},
	/* 9: another size, and no files */
	{{{"hugetlb.2MB.max", "0\n"}, {"hugetlb.2MB.current", "0\n"},
		 {"hugetlb.2MB.events", "max 1\n"}},
		true, 1024 * MIB, false, 1024 * MIB, NULL, 0, 0, 0},
	{{{NULL, NULL}}, true, 2 * MIB, false, 2 * MIB, NULL, 0, 0, 0},
};

START_TEST(the_limit_on_huge_pages_that_has_no_room_is_found)
{
	struct huge_limit limit;
	char top[64], path[256];
	struct memory_group group =
		make_group(top, huge_limits[_i].files, huge_limits[_i].unified);
	bool found = read_huge_limit_above(&group, huge_limits[_i].size,
		huge_limits[_i].reservations, huge_limits[_i].needed, &limit);

	remove_group(top, huge_limits[_i].files);
	ck_assert_int_eq(found, huge_limits[_i].limited_by != NULL);
	if (!found)
		return;
	snprintf(path, sizeof(path), "%s/a", top);
	ck_assert_str_eq(group.path, path);
	ck_assert_str_eq(limit.file, huge_limits[_i].limited_by);
	ck_assert_uint_eq(limit.limit, huge_limits[_i].limit);
	ck_assert_uint_eq(limit.used, huge_limits[_i].used);
	ck_assert_uint_eq(limit.hits, huge_limits[_i].hits);
}
END_TEST

static const struct {
	struct file files[FILES_MOST];
	bool unified;
	bool out; /* there is no swap left */
	uint64_t limit, used;
} swap_limits[] = {
	{{{"memory.swap.max", "0\n"}, {"memory.swap.current", "0\n"}}, true,
		true, 0, 0},
	{{{"memory.swap.max", "8192\n"}, {"memory.swap.current", "8192\n"}},
		true, true, 8192, 8192},
	{{{"memory.swap.max", "8192\n"}, {"memory.swap.current", "4096\n"}},
		true, false, 0, 0},
	{{{"memory.swap.max", "max\n"}, {"memory.swap.current", "0\n"}}, true,
		false, 0, 0},
	/* 4: version 1 has no such files, nor have groups without the
	   controller */
	{{{"memory.swap.max", "0\n"}, {"memory.swap.current", "0\n"}}, false,
		false, 0, 0},
	{{{NULL, NULL}}, true, false, 0, 0},
};

START_TEST(a_group_without_swap_is_found)
{
	struct swap_limit limit;
	char top[64], path[256];
	struct memory_group group =
		make_group(top, swap_limits[_i].files, swap_limits[_i].unified);
	bool out = read_group_swap(&group, &limit);

	remove_group(top, swap_limits[_i].files);
	ck_assert_int_eq(out, swap_limits[_i].out);
	if (!out)
		return;
	snprintf(path, sizeof(path), "%s/a", top);
	ck_assert_str_eq(group.path, path);
	ck_assert_uint_eq(limit.limit, swap_limits[_i].limit);
	ck_assert_uint_eq(limit.used, swap_limits[_i].used);
}
END_TEST

START_TEST(a_path_that_is_too_long_is_no_group)
{
	char cgroup[2048];
	struct memory_group group;

	memset(cgroup, 'a', sizeof(cgroup));
	memcpy(cgroup, "0::/", 4);
	ck_assert(!group_find("memory", cgroup, sizeof(cgroup), UNIFIED,
		strlen(UNIFIED), &group));
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

static const struct {
	const char *text, *option;
	enum built built;
} options[] = {
	{"CONFIG_MMU=y\nCONFIG_KSM=y\n", "CONFIG_KSM", BUILT_WITH},
	{"CONFIG_KSM=m\n", "CONFIG_KSM", BUILT_WITH},
	{"CONFIG_MMU=y\n# CONFIG_KSM is not set\n", "CONFIG_KSM",
		BUILT_WITHOUT},
	{"CONFIG_KSM=n\n", "CONFIG_KSM", BUILT_WITHOUT},
	{"CONFIG_MMU=y\n", "CONFIG_KSM", BUILT_WITHOUT},
	/* 5: a whole name */
	{"CONFIG_KSM_DEBUG=y\n", "CONFIG_KSM", BUILT_WITHOUT},
	{"MY_CONFIG_KSM=y\n", "CONFIG_KSM", BUILT_WITHOUT},
	{"CONFIG_KSM_DEBUG=y\nCONFIG_KSM=y", "CONFIG_KSM", BUILT_WITH},
	{"", "CONFIG_KSM", BUILT_WITHOUT},
};

START_TEST(an_option_of_the_build_is_found)
{
	ck_assert_int_eq(config_has(options[_i].text, options[_i].option),
		options[_i].built);
}
END_TEST

/* A head of 24 bytes, types of 4 bytes, then the names. */
#define NAMES "\0address_space\0nr_thps\0flags"
#define BTF(magic, offset, length)                                             \
	magic "\x01\0"                                                         \
	      "\x18\0\0\0"                                                     \
	      "\0\0\0\0"                                                       \
	      "\x04\0\0\0" offset "\0\0\0" length "\0\0\0"                     \
	      "type" NAMES
static const struct {
	const char btf[64];
	const char *name;
	enum built built;
} types[] = {
	{BTF("\x9f\xeb", "\x04", "\x1d"), "nr_thps", BUILT_WITH},
	{BTF("\x9f\xeb", "\x04", "\x1d"), "flags", BUILT_WITH},
	{BTF("\x9f\xeb", "\x04", "\x1d"), "thps", BUILT_WITHOUT},
	{BTF("\x9f\xeb", "\x04", "\x1d"), "nr_thp", BUILT_WITHOUT},
	/* 4: only in the section of names, and only if it is whole */
	{BTF("\x9f\xeb", "\x04", "\x10"), "nr_thps", BUILT_WITHOUT},
	{BTF("\x9f\xeb", "\x04", "\x7f"), "nr_thps", BUILT_UNKNOWN},
	{BTF("\x9f\xec", "\x04", "\x1d"), "nr_thps", BUILT_UNKNOWN},
};

START_TEST(a_name_of_the_kernels_types_is_found)
{
	const uint16_t one = 1;

	if (*(const char *)&one != 1)
		return; /* these are of little-endian machines */
	ck_assert_int_eq(
		btf_has(types[_i].btf, sizeof(types[0].btf), types[_i].name),
		types[_i].built);
	ck_assert_int_eq(
		btf_has(types[_i].btf, 8, types[_i].name), BUILT_UNKNOWN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("proc: the system");
	TCase *tcase = add_case(suite, "texts");

	tcase_add_loop_test(
		tcase, the_group_that_limits_memory_is_found, 0, ROWS(groups));
	tcase_add_loop_test(tcase, the_group_of_another_controller_is_found, 0,
		ROWS(huge_groups));
	tcase_add_test(tcase, a_line_of_mountinfo_is_read);
	tcase_add_loop_test(tcase,
		the_limit_on_huge_pages_that_has_no_room_is_found, 0,
		ROWS(huge_limits));
	tcase_add_loop_test(
		tcase, a_group_without_swap_is_found, 0, ROWS(swap_limits));
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
	tcase_add_loop_test(
		tcase, an_option_of_the_build_is_found, 0, ROWS(options));
	tcase_add_loop_test(
		tcase, a_name_of_the_kernels_types_is_found, 0, ROWS(types));
	return run_suite(suite);
}
