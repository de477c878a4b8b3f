/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures of memory: read from texts, and compared. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "effect/effect.h"
#include "proc/backing.h"
#include "proc/lines.h"
#include "proc/smaps.h"
#include "run.h"
#include "words/vmflags.h"

static const char rollup[] =
	"55641071f000-7ffc50ebb000 ---p 00000000 00:00 0    [rollup]\n"
	"Rss:                1616 kB\n"
	"Pss:                 637 kB\n"
	"Pss_Anon:            112 kB\n"
	"Private_Dirty:        96 kB\n"
	"Shared_Dirty:         20 kB\n"
	"Referenced:         1200 kB\n"
	"Anonymous:           112 kB\n"
	"LazyFree:              8 kB\n"
	"AnonHugePages:         0 kB\n"
	"ShmemPmdMapped:     2048 kB\n"
	"FilePmdMapped:      4096 kB\n"
	"Shared_Hugetlb:        4 kB\n"
	"Private_Hugetlb:       8 kB\n"
	"Swap:                 12 kB\n"
	"SwapPss:               4 kB\n"
	"Locked:               99 kB\n";

static const char status[] = "Name:\tcat\n"
			     "VmPeak:\t    9999 kB\n"
			     "VmSize:\t    3060 kB\n"
			     "VmLck:\t      16 kB\n"
			     "RssAnon:\t     112 kB\n"
			     "RssShmem:\t       4 kB\n"
			     "VmPTE:\t      40 kB\n";

/* In KiB; -1: not in the texts. */
static const struct {
	bool with_status;
	int64_t of[MEMORY_KINDS];
} sums[] = {
	{true, {3060, 1616, 112, 1500, 4, 96, 20, 1200, 637, 16, 12, 8, 0, 6144,
		       12, 40}},
	{false, {-1, 1616, 112, -1, -1, 96, 20, 1200, 637, -1, 12, 8, 0, 6144,
			12, -1}},
};

START_TEST(each_kind_is_read_from_where_it_stands)
{
	struct memory m = memory_unknown();

	memory_read_smaps(&m, rollup, strlen(rollup));
	if (sums[_i].with_status)
		memory_read_status(&m, status, strlen(status));
	memory_complete(&m);
	for (int i = 0; i < MEMORY_KINDS; i++) {
		int64_t wanted = sums[_i].of[i];

		ck_assert_msg(m.of[i] == (wanted < 0 ? -1 : wanted * 1024),
			"%s is %lld", memory_name((enum memory_kind)i),
			(long long)m.of[i]);
	}
}
END_TEST

START_TEST(figures_that_do_not_fit_together_give_no_third)
{
	struct memory m = memory_unknown();

	m.of[MEMORY_RESIDENT] = 100;
	m.of[MEMORY_ANONYMOUS] = 90;
	m.of[MEMORY_SHMEM] = 11;
	memory_complete(&m);
	ck_assert_int_eq(m.of[MEMORY_FILE], -1);
	ck_assert_int_eq(m.of[MEMORY_SHMEM], -1);
	ck_assert_int_eq(m.of[MEMORY_ANONYMOUS], 90);
}
END_TEST

START_TEST(the_mappings_of_smaps_sum_up_as_a_rollup_does)
{
	static const char text[] =
		"1000-2000 r--p 00000000 00:00 0\nRss: 4 kB\nSwap: 1 kB\n"
		"3000-5000 r--p 00000000 00:00 0\nRss: 8 kB\nSwap: 0 kB\n";
	struct memory m = memory_unknown();

	memory_read_smaps(&m, text, strlen(text));
	ck_assert_int_eq(m.of[MEMORY_RESIDENT], 12 * 1024);
	ck_assert_int_eq(m.of[MEMORY_SWAPPED], 1024);
	ck_assert_int_eq(m.of[MEMORY_ANONYMOUS], -1);
}
END_TEST

static const struct {
	const char *line, *key;
	bool found;
	uint64_t value;
} numbers[] = {
	{"VmLck:\t       8 kB", "VmLck", true, 8192},
	{"Threads:\t1", "Threads", true, 1},
	{"Rss:                1616 kB", "Rss", true, 1616 * 1024},
	{"Rss: 1616 MB", "Rss", true, 1616},
	{"RssAnon:\t 4 kB", "Rss", false, 0},
	{"Rss", "Rss", false, 0},
	{"Rss:", "Rss", false, 0},
	{"Rss: x", "Rss", false, 0},
	{"Rss: -4 kB", "Rss", false, 0},
	{"", "Rss", false, 0},
	{" Rss: 4 kB", "Rss", false, 0},
	{"MemTotal:       24684084 kB", "MemTotal", true, 24684084ULL * 1024},
};

START_TEST(a_line_of_a_key_and_a_number_is_read)
{
	struct line line = {numbers[_i].line, strlen(numbers[_i].line)};
	uint64_t value = 77;

	ck_assert_int_eq(
		line_number(&line, numbers[_i].key, &value), numbers[_i].found);
	ck_assert_uint_eq(value, numbers[_i].found ? numbers[_i].value : 77);
}
END_TEST

START_TEST(lines_end_where_the_text_ends)
{
	struct lines lines = lines_of("a\n\nbc", 5);
	struct line line;

	ck_assert(lines_next(&lines, &line) && line.length == 1);
	ck_assert(lines_next(&lines, &line) && line.length == 0);
	ck_assert(lines_next(&lines, &line) && line.length == 2);
	ck_assert(!lines_next(&lines, &line));
	lines = lines_of("", 0);
	ck_assert(!lines_next(&lines, &line));
}
END_TEST

START_TEST(flags_are_two_letters_each)
{
	struct vmflags list = {" rd wr  lo zz ", 14};
	char one[3], all[32] = "";

	ck_assert(vmflags_have(list, "lo"));
	ck_assert(!vmflags_have(list, "dd"));
	while (vmflags_next(&list, one))
		strcat(strcat(all, one), ",");
	ck_assert_str_eq(all, "rd,wr,lo,zz,");
	ck_assert_str_eq(vmflag_name("lo"), "locked");
	/* What the kernel has no letters for, it has more than once. */
	list = (struct vmflags){"rd ?? lo ??", 11};
	ck_assert_uint_eq(vmflags_count(list, "??"), 2);
	ck_assert_uint_eq(vmflags_count(list, "lo"), 1);
	ck_assert_uint_eq(vmflags_count(list, "lf"), 0);
	ck_assert_str_eq(vmflag_name("??"), "unknown");
	ck_assert_ptr_null(vmflag_name("zz"));
}
END_TEST

/* A snapshot of one mapping, with these flags and figures. */
static struct snapshot snapshot_of(char *const texts[SNAPSHOT_PARTS])
{
	struct snapshot snapshot = {0};

	for (int i = 0; i < SNAPSHOT_PARTS; i++) {
		if (!texts[i])
			continue;
		snapshot.part[i].text = texts[i];
		snapshot.part[i].length = strlen(texts[i]);
		snapshot.parts |= PART_BIT(i);
	}
	return snapshot;
}

static char maps_text[] = "1000-3000 rw-p 0 00:00 0\n";
static char rollup_4[] = "Rss: 4 kB\nAnonymous: 4 kB\n";
static char rollup_8[] = "Rss: 8 kB\nAnonymous: 8 kB\n";
static char status_text[] = "VmSize: 8 kB\nRssShmem: 0 kB\n";
static char smaps_plain[] =
	"1000-3000 rw-p 0 00:00 0\nPss: 4 kB\nVmFlags: rd wr ac \n";
static char smaps_locked[] = "1000-2000 rw-p 0 00:00 0\nPss: 4 kB\n"
			     "VmFlags: rd wr ac \n"
			     "2000-3000 rw-p 0 00:00 0\nPss: 3 kB\n"
			     "VmFlags: rd wr lo ac \n";

static struct effect effect_between(
	char *const before[SNAPSHOT_PARTS], char *const after[SNAPSHOT_PARTS])
{
	static const struct command command;
	struct snapshot old = snapshot_of(before), new = snapshot_of(after);
	struct record record = {
		.call = {.command = &command}, .before = &old, .after = &new};
	struct effect effect;

	ck_assert(effect_of(&record, &effect));
	return effect;
}

START_TEST(memory_is_compared_kind_by_kind)
{
	char *before[] = {maps_text, rollup_4, status_text, NULL};
	char *after[] = {maps_text, rollup_8, status_text, NULL};
	struct effect effect = effect_between(before, after);

	ck_assert(effect.measured);
	ck_assert_uint_eq(effect.count, 0);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_RESIDENT), 4096);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_ANONYMOUS), 4096);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_FILE), 0);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_SWAPPED), 0);
	ck_assert_int_eq(effect.before.of[MEMORY_SWAPPED], -1);
	ck_assert_int_eq(effect.before.of[MEMORY_PROPORTIONAL], -1);
	ck_assert(!effect_is_nothing(&effect));
	effect_free(&effect);
	effect = effect_between(before, before);
	ck_assert(effect_is_nothing(&effect));
	effect_free(&effect);
}
END_TEST

/* Recorded on Linux 6.1, in a root that is a tmpfs, with a ramfs at /r. */
struct recorded {
	char *texts[SNAPSHOT_PARTS];
	struct backings backings;
};

static struct recorded read_recorded(void)
{
	struct recorded r = {.backings = {.memory = "00:01"}};
	size_t length;

	r.texts[PART_MAPS] = maps_text;
	r.texts[PART_ROLLUP] = read_fixture("smaps-x86_64-6.1", &length);
	r.texts[PART_STATUS] = read_fixture("status-x86_64-6.1", &length);
	r.backings.mounts =
		read_fixture("mountinfo-x86_64-6.1", &r.backings.length);
	return r;
}

static void free_recorded(struct recorded *r)
{
	free(r->texts[PART_ROLLUP]);
	free(r->texts[PART_STATUS]);
	free(r->backings.mounts);
}

/* The memory of a subject whose snapshot this is; COUNTED: status is exact. */
static struct memory measure(const struct recorded *r, bool counted)
{
	static const struct command command;
	struct snapshot snapshot = snapshot_of(r->texts);
	struct record record = {.call = {.command = &command},
		.before = &snapshot,
		.after = &snapshot};
	struct effect effect;
	struct memory m;

	snapshot.backings = counted ? NULL : &r->backings;
	ck_assert(effect_of(&record, &effect));
	m = effect.before;
	effect_free(&effect);
	return m;
}

/*
 * There status has 8 KiB less than the mappings: the program and libc 1408,
 * /file 32, memfd 12, /dev/zero 40.  Files are the ramfs and the vdso.
 */
START_TEST(where_counters_lag_shared_memory_is_that_of_the_mappings)
{
	struct recorded r = read_recorded();
	struct memory m = measure(&r, false);

	ck_assert_int_eq(m.of[MEMORY_SHMEM], 1492 * 1024);
	ck_assert_int_eq(m.of[MEMORY_FILE], 44 * 1024);
	ck_assert_int_eq(m.of[MEMORY_RESIDENT],
		m.of[MEMORY_ANONYMOUS] + (1492 + 44) * 1024);
	m = measure(&r, true);
	ck_assert_int_eq(m.of[MEMORY_SHMEM], 1484 * 1024);
	free_recorded(&r);
}
END_TEST

START_TEST(a_mapping_of_an_unknown_device_makes_both_unknown)
{
	struct recorded r = read_recorded();
	struct memory m;

	/* The root is no longer among the mounts, and its files are not here.
	 */
	memcpy(strstr(r.backings.mounts, "0:22 "), "0:99 ", 5);
	m = measure(&r, false);
	ck_assert_int_eq(m.of[MEMORY_SHMEM], -1);
	ck_assert_int_eq(m.of[MEMORY_FILE], -1);
	ck_assert_int_gt(m.of[MEMORY_RESIDENT], 0);
	ck_assert_int_gt(m.of[MEMORY_ANONYMOUS], 0);
	free_recorded(&r);
}
END_TEST

static const char mounts[] =
	"21 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
	"22 21 0:5 / /dev rw shared:2 master:3 - devtmpfs udev rw\n"
	"23 21 0:27 / /tmp rw - tmpfs tmpfs rw,size=64k\n"
	"24 21 0:30 /a\\040-\\040b /m rw - btrfs /dev/sdb rw\n"
	"25 21 0:271 / /nfs rw - nfs4 server:/ rw\n"
	"26 21 0:31 / /o rw - overlay overlay rw,lowerdir=/l\n"
	"27 21 0:32 / /f rw - fuse.sshfs there rw\n"
	"1 1 0:2 / / rw - rootfs rootfs rw";

static const struct {
	const char *device;
	enum backing backing;
} devices[] = {
	{"00:00", BACKING_FILE}, /* [vdso] */
	{"08:01", BACKING_FILE},
	{"103:05", BACKING_FILE}, /* a disk, even of no mount that we see */
	{"00:01", BACKING_SHMEM}, /* memfd, /dev/zero, System V */
	{"00:05", BACKING_SHMEM},
	{"00:1b", BACKING_SHMEM},
	{"00:1e", BACKING_FILE},
	{"00:10f", BACKING_FILE},
	{"00:1f", BACKING_UNKNOWN},
	{"00:20", BACKING_UNKNOWN},
	{"00:02", BACKING_UNKNOWN},
	{"00:27", BACKING_UNKNOWN}, /* 27 is its number in decimal */
	{"00:99", BACKING_UNKNOWN},
	{"", BACKING_UNKNOWN},
};

START_TEST(the_device_of_a_mapping_tells_whether_it_is_shared_memory)
{
	struct backings b = {.mounts = (char *)(uintptr_t)mounts,
		.length = strlen(mounts),
		.memory = "00:01"};
	struct mapping m = {.inode = 1};

	strcpy(m.device, devices[_i].device);
	ck_assert_int_eq(backing_by_device(&b, &m), devices[_i].backing);
}
END_TEST

START_TEST(without_a_list_of_mounts_disks_and_memory_files_are_known)
{
	struct backings b = {.memory = "00:01"};
	struct mapping m = {.inode = 1, .device = "08:01"};

	ck_assert_int_eq(backing_by_device(&b, &m), BACKING_FILE);
	strcpy(m.device, "00:01");
	ck_assert_int_eq(backing_by_device(&b, &m), BACKING_SHMEM);
	strcpy(m.device, "00:1b");
	ck_assert_int_eq(backing_by_device(&b, &m), BACKING_UNKNOWN);
}
END_TEST

/* A mapping of FD, as maps would show it. */
static struct mapping mapping_of(int fd, const char *path)
{
	struct mapping m = {.path = path, .path_length = strlen(path)};
	struct stat file;

	ck_assert_int_eq(fstat(fd, &file), 0);
	m.inode = file.st_ino;
	snprintf(m.device, sizeof(m.device), "%02x:%02x", major(file.st_dev),
		minor(file.st_dev));
	return m;
}

START_TEST(where_the_device_does_not_print_the_file_is_looked_at)
{
	struct backings b = {0};
	int memory = memfd_create("test", MFD_CLOEXEC);
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct mapping m;

	ck_assert(memory != -1 && null != -1);
	backings_read(&b, memory);
	m = mapping_of(null, "/dev/null");
	ck_assert_int_ne(backing_of(&b, getpid(), &m), BACKING_SHMEM);
	backings_free(&b);
	m = mapping_of(memory, "/memfd:test (deleted)");
	ck_assert_int_eq(backing_by_device(&b, &m), BACKING_UNKNOWN);
	ck_assert_int_eq(backing_of(&b, getpid(), &m), BACKING_SHMEM);
	close(memory);
	/* It is gone, and nobody can look any more. */
	ck_assert_int_eq(backing_of(&b, getpid(), &m), BACKING_UNKNOWN);
	close(null);
}
END_TEST

START_TEST(what_was_not_taken_is_not_measured)
{
	char *before[] = {maps_text, NULL, NULL, NULL};
	char *after[] = {maps_text, rollup_8, status_text, NULL};
	struct effect effect = effect_between(before, after);

	ck_assert(!effect.measured);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_RESIDENT), 0);
	effect_free(&effect);
}
END_TEST

START_TEST(a_flag_of_a_part_is_a_change_of_that_part)
{
	char *before[] = {maps_text, rollup_4, status_text, smaps_plain};
	char *after[] = {maps_text, rollup_4, status_text, smaps_locked};
	struct effect effect = effect_between(before, after);

	ck_assert_uint_eq(effect.count, 1);
	ck_assert_int_eq(effect.changes[0].change, CHANGE_CHANGED);
	ck_assert_uint_eq(effect.changes[0].start, 0x2000);
	ck_assert_uint_eq(effect.changes[0].end, 0x3000);
	ck_assert_int_eq(effect_delta(&effect, MEMORY_PROPORTIONAL), 3072);
	effect_free(&effect);
	effect = effect_between(before, before);
	ck_assert(effect_is_nothing(&effect));
	effect_free(&effect);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *t = add_case(suite, "memory");

	tcase_add_loop_test(
		t, each_kind_is_read_from_where_it_stands, 0, ROWS(sums));
	tcase_add_test(t, figures_that_do_not_fit_together_give_no_third);
	tcase_add_test(t, the_mappings_of_smaps_sum_up_as_a_rollup_does);
	tcase_add_loop_test(
		t, a_line_of_a_key_and_a_number_is_read, 0, ROWS(numbers));
	tcase_add_test(t, lines_end_where_the_text_ends);
	tcase_add_test(t, flags_are_two_letters_each);
	tcase_add_test(t, memory_is_compared_kind_by_kind);
	tcase_add_test(
		t, where_counters_lag_shared_memory_is_that_of_the_mappings);
	tcase_add_test(t, a_mapping_of_an_unknown_device_makes_both_unknown);
	tcase_add_loop_test(t,
		the_device_of_a_mapping_tells_whether_it_is_shared_memory, 0,
		ROWS(devices));
	tcase_add_test(
		t, without_a_list_of_mounts_disks_and_memory_files_are_known);
	tcase_add_test(
		t, where_the_device_does_not_print_the_file_is_looked_at);
	tcase_add_test(t, what_was_not_taken_is_not_measured);
	tcase_add_test(t, a_flag_of_a_part_is_a_change_of_that_part);
	return run_suite(suite);
}
