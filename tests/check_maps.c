/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smaps as several kernels write it, and long files of /proc in pieces. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/mapping_kind.h"
#include "proc/process.h"
#include "proc/records.h"
#include "run.h"
#include "words/traits.h"

static const struct {
	const char *name;
	size_t count;
	uint64_t page;
} fixtures[] = {
	{"smaps-x86_64", 10, 4096},
	{"smaps-x86_64-3.10", 10, 4096},
	{"smaps-arm64-64k", 7, 65536},
};

/* Another reader of one figure: the first line of the record that has KEY. */
static int64_t figure_of(const char *record, const char *key)
{
	size_t length = strlen(key);
	const char *line = strchr(record, '\n');
	long kib;

	for (; line && line[1] >= 'A' && line[1] <= 'Z';
		line = strchr(line + 1, '\n'))
		if (strncmp(line + 1, key, length) == 0 &&
			sscanf(line + 1 + length, ": %ld kB", &kib) == 1)
			return (int64_t)kib * 1024;
	return -1;
}

static int64_t sum_of(const char *record, const char *one, const char *other)
{
	int64_t a = figure_of(record, one), b = figure_of(record, other);

	return a < 0 ? b : b < 0 ? a : a + b;
}

static void check_figures(const char *record, const struct smaps_mapping *m)
{
	static const struct {
		enum memory_kind kind;
		const char *key;
	} keys[] = {
		{MEMORY_SIZE, "Size"},
		{MEMORY_RESIDENT, "Rss"},
		{MEMORY_PROPORTIONAL, "Pss"},
		{MEMORY_ANONYMOUS, "Anonymous"},
		{MEMORY_LAZILY_FREED, "LazyFree"},
		{MEMORY_HUGE_ANONYMOUS, "AnonHugePages"},
		{MEMORY_SWAPPED, "Swap"},
		{MEMORY_LOCKED, "Locked"},
		{MEMORY_PRIVATE_DIRTY, "Private_Dirty"},
		{MEMORY_SHARED_DIRTY, "Shared_Dirty"},
		{MEMORY_REFERENCED, "Referenced"},
	};

	for (int i = 0; i < ROWS(keys); i++)
		ck_assert_msg(m->memory.of[keys[i].kind] ==
				      figure_of(record, keys[i].key),
			"%s of %.30s: %" PRId64, keys[i].key, record,
			m->memory.of[keys[i].kind]);
	ck_assert_int_eq(m->memory.of[MEMORY_HUGETLB],
		sum_of(record, "Shared_Hugetlb", "Private_Hugetlb"));
	ck_assert_int_eq(m->memory.of[MEMORY_HUGE_FILE],
		sum_of(record, "ShmemPmdMapped", "FilePmdMapped"));
	ck_assert_int_eq(m->memory.of[MEMORY_SHMEM], -1);
	ck_assert_int_eq(m->memory.of[MEMORY_PAGE_TABLES], -1);
	ck_assert_int_eq(
		(int64_t)m->kernel_page, figure_of(record, "KernelPageSize"));
	ck_assert_int_eq((int64_t)(m->mapping.end - m->mapping.start),
		m->memory.of[MEMORY_SIZE]);
}

/* The record that begins with the mapping's addresses. */
__attribute__((noinline)) static const char *record_of(
	const char *text, const struct mapping *m)
{
	char head[40];
	const char *found;

	snprintf(head, sizeof(head), "%08" PRIx64 "-%08" PRIx64 " ", m->start,
		m->end);
	found = strstr(text, head);
	ck_assert_msg(found != NULL, "no %s", head);
	return found;
}

START_TEST(every_figure_of_a_fixture_is_read)
{
	size_t length, count = 0;
	char *text = read_fixture(fixtures[_i].name, &length);
	struct smaps smaps = smaps_of(text, length);
	struct smaps_mapping m;
	bool plain = false;

	for (; smaps_next(&smaps, &m); count++) {
		const char *record = record_of(text, &m.mapping);
		const char *flags = strstr(record, "VmFlags: ") + 9;

		check_figures(record, &m);
		plain |= m.kernel_page == fixtures[_i].page;
		ck_assert_ptr_eq(m.mapping.flags, flags);
		ck_assert(flags[m.mapping.flags_length] == ' ' ||
			  flags[m.mapping.flags_length] == '\n');
	}
	ck_assert_uint_eq(count, fixtures[_i].count);
	ck_assert(plain);
	free(text);
}
END_TEST

START_TEST(lines_that_come_and_go_are_no_trouble)
{
	static const int64_t sizes[] = {8192, 4096, (int64_t)1 << 40, 4096};
	static const int64_t residents[] = {4096, 0, 12288, 4};
	static const char *const flags[] = {"rd wr", "", "mr mw me nr sd", ""};
	size_t length;
	char *text = read_fixture("smaps-odd", &length);
	struct smaps smaps = smaps_of(text, length);
	struct smaps_mapping m;

	for (int i = 0; i < 4; i++) {
		ck_assert(smaps_next(&smaps, &m));
		ck_assert_int_eq(m.memory.of[MEMORY_SIZE], sizes[i]);
		if (i < 3)
			ck_assert_int_eq(
				m.memory.of[MEMORY_RESIDENT], residents[i]);
		ck_assert_uint_eq(m.mapping.flags_length, strlen(flags[i]));
		ck_assert_mem_eq(m.mapping.flags ? m.mapping.flags : "",
			flags[i], strlen(flags[i]));
		if (i == 2) {
			ck_assert_int_eq(
				m.memory.of[MEMORY_HUGETLB], 6144 * 1024);
			ck_assert_int_eq(
				m.memory.of[MEMORY_HUGE_FILE], 2048 * 1024);
			ck_assert_int_eq(m.memory.of[MEMORY_SWAPPED], -1);
		}
	}
	ck_assert(!smaps_next(&smaps, &m));
	free(text);
}
END_TEST

/* What is left of both, when they are compared line by line. */
static const struct {
	const char *old, *new, *left_of_old, *left_of_new;
} compared[] = {
	{"a\nb\nc\n", "a\nb\nc\n", "", ""},
	{"a\nb\nc\n", "a\nx\nb\nc\n", "", "x\n"},
	{"a\nb\nc\n", "a\nc\n", "b\n", ""},
	{"a\nb\nc\n", "a\nxb\nc\n", "b\n", "xb\n"},
	{"a\nbx\nc\n", "a\nb\nc\n", "bx\n", "b\n"},
	{"a\na\n", "a\na\na\n", "", "a\n"},
	{"xa\n", "a\n", "xa\n", "a\n"},
	{"a\nb", "a\nb", "", ""},
	{"", "a\n", "", "a\n"},
	{"", "", "", ""},
};

static void check_left(const struct maps *maps, const char *wanted)
{
	ck_assert_uint_eq((size_t)(maps->end - maps->at), strlen(wanted));
	ck_assert_mem_eq(maps->at, wanted, strlen(wanted));
}

START_TEST(only_common_lines_are_dropped)
{
	const char *old = compared[_i].old, *new = compared[_i].new;
	struct maps a = maps_of(old, strlen(old));
	struct maps b = maps_of(new, strlen(new));

	maps_drop_common(&a, &b);
	check_left(&a, compared[_i].left_of_old);
	check_left(&b, compared[_i].left_of_new);
}
END_TEST

/* Read it through a buffer of ROOM, and put the pieces together again. */
static void check_pieces(
	const char *text, size_t length, enum record_form form, size_t room)
{
	int fd = memfd_create("records", MFD_CLOEXEC);
	size_t used = 0, part;
	struct records records;
	const char *at;

	ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
	lseek(fd, 0, SEEK_SET);
	ck_assert(records_begin(&records, fd, form, room));
	while (records_next(&records, &at, &part)) {
		ck_assert_uint_le(used + part, length);
		ck_assert_mem_eq(at, text + used, part);
		used += part;
		if (used == length)
			continue;
		/* A piece ends where a record does. */
		ck_assert_int_eq(text[used - 1], '\n');
		if (form == RECORD_MAPPING)
			ck_assert(text[used] < 'A' || text[used] > 'Z');
	}
	ck_assert_int_eq(records.error, 0);
	ck_assert_uint_eq(used, length);
	ck_assert_int_eq(records_still_true(&records), length > 0);
	records_close(&records);
}

START_TEST(a_file_is_read_in_whole_records)
{
	static const char *const names[] = {"maps-x86_64", "maps-x86_64-kinds",
		"maps-odd", "smaps-x86_64", "smaps-arm64-64k", "smaps-odd"};
	enum record_form form =
		names[_i][0] == 's' ? RECORD_MAPPING : RECORD_LINE;
	size_t length;
	char *text = read_fixture(names[_i], &length);

	for (size_t room = 1; room < 300; room++)
		check_pieces(text, length, form, room);
	for (size_t room = 300; room < 2 * length; room += 97)
		check_pieces(text, length, form, room);
	free(text);
}
END_TEST

START_TEST(a_small_buffer_stays_small)
{
	size_t length;
	char *text = read_fixture("maps-x86_64", &length);
	int fd = memfd_create("records", MFD_CLOEXEC);
	struct records records;

	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(write(fd, text, length), (ssize_t)length);
	lseek(fd, 0, SEEK_SET);
	ck_assert(records_begin(&records, fd, RECORD_LINE, 512));
	while (records_next(&records, &(const char *){NULL}, &length))
		ck_assert_uint_le(length, 512);
	ck_assert_uint_eq(records.room, 512);
	records_close(&records);
	free(text);
}
END_TEST

START_TEST(an_empty_file_has_no_record)
{
	struct records records;
	const char *text;
	size_t length;

	ck_assert(records_begin(
		&records, open("/dev/null", O_RDONLY), RECORD_LINE, 64));
	ck_assert(!records_next(&records, &text, &length));
	ck_assert(!records_next(&records, &text, &length));
	ck_assert_int_eq(records.error, 0);
	ck_assert(!records_still_true(&records));
	records_close(&records);
}
END_TEST

START_TEST(what_cannot_be_read_is_told)
{
	struct records records;
	const char *text;
	size_t length;

	ck_assert(!records_open(&records, 0, "maps", RECORD_LINE, 64));
	ck_assert_int_eq(records.error, ENOENT);
	ck_assert(!records_next(&records, &text, &length));
	records_close(&records);
	ck_assert(
		records_begin(&records, open("/", O_RDONLY), RECORD_LINE, 64));
	ck_assert(!records_next(&records, &text, &length));
	ck_assert_int_eq(records.error, EISDIR);
	records_close(&records);
}
END_TEST

#define LINE(perms, device, inode, path)                                       \
	"1000-2000 " perms " 0 " device " " inode " " path "\n"

static const struct {
	const char *text;
	enum mapping_kind kind;
	uint64_t traits;
} kinds[] = {
	{LINE("rw-p", "00:00", "0", ""), KIND_ANONYMOUS,
		TRAIT_ANONYMOUS | TRAIT_WRITABLE},
	{LINE("---p", "00:00", "0", "[anon:arena]"), KIND_ANONYMOUS,
		TRAIT_ANONYMOUS},
	{LINE("rw-s", "00:01", "9", "/dev/zero (deleted)"), KIND_ANONYMOUS,
		TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_SHARED},
	{LINE("rw-s", "00:01", "9", "[anon_shmem:cache]"), KIND_ANONYMOUS,
		TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_SHARED},
	{LINE("rw-s", "00:01", "9", "/SYSV00000000 (deleted)"), KIND_ANONYMOUS,
		TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_SHARED},
	{LINE("rw-p", "00:0f", "9",
		 "/anon_hugepage (deleted)") "VmFlags: rd wr mr mw me de ht \n",
		KIND_ANONYMOUS, TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_HUGE},
	{LINE("rw-s", "00:01", "9", "/memfd:x (deleted)"), KIND_FILE,
		TRAIT_FILE | TRAIT_WRITABLE | TRAIT_SHARED},
	{LINE("r-xp", "fe:00", "9", "/lib/libc.so.6"), KIND_FILE,
		TRAIT_FILE | TRAIT_EXEC},
	{LINE("r--p", "fe:00", "9", "/srv/[heap]"), KIND_FILE, TRAIT_FILE},
	{LINE("rw-p", "00:00", "0", "[heap]"), KIND_HEAP,
		TRAIT_HEAP | TRAIT_WRITABLE},
	{LINE("rwxp", "00:00", "0", "[stack]"), KIND_STACK,
		TRAIT_STACK | TRAIT_WRITABLE | TRAIT_EXEC},
	{LINE("rw-p", "00:00", "0", "[stack:1001]"), KIND_STACK,
		TRAIT_STACK | TRAIT_WRITABLE},
	{LINE("r-xp", "00:00", "0", "[vdso]"), KIND_SPECIAL, TRAIT_EXEC},
	{LINE("--xp", "00:00", "0", "[vsyscall]"), KIND_SPECIAL, TRAIT_EXEC},
	{LINE("rw-p", "00:00", "0", "") "VmFlags: rd wr lo ac \n",
		KIND_ANONYMOUS,
		TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_LOCKED},
	{LINE("rw-p", "00:00", "0",
		 "") "AnonHugePages:      2048 kB\nVmFlags: rd wr hg \n",
		KIND_ANONYMOUS, TRAIT_ANONYMOUS | TRAIT_WRITABLE | TRAIT_HUGE},
	{LINE("rw-p", "00:00", "0",
		 "") "AnonHugePages:         0 kB\nVmFlags: rd wr hg \n",
		KIND_ANONYMOUS, TRAIT_ANONYMOUS | TRAIT_WRITABLE},
};

START_TEST(a_mapping_is_what_its_name_and_figures_say)
{
	struct smaps smaps = smaps_of(kinds[_i].text, strlen(kinds[_i].text));
	struct smaps_mapping m;

	ck_assert(smaps_next(&smaps, &m));
	ck_assert_int_eq(mapping_kind(&m.mapping), kinds[_i].kind);
	ck_assert_uint_eq(mapping_traits(&m), kinds[_i].traits);
}
END_TEST

START_TEST(a_stat_file_tells_what_a_process_is)
{
	static const struct {
		const char *text, *name;
		char state;
		int parent;
		bool kernel_thread;
		uint64_t cpu_ticks;
	} rows[] = {
		{"2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0", "kthreadd", 'S',
			0, true, 0},
		{"9 (b) Z 1 9 9 0 -1 4194560 41018 16 2 3 140 60 7 8", "b", 'Z',
			1, false, 200},
		{"77 (a) Z) (b) Z 12 77 77 0 -1 4228172 0 0", "a) Z) (b", 'Z',
			12, false, 0},
		{"1 () R 0 1 1 0 -1 4194560 41018 16", "", 'R', 0, false, 0},
	};
	static const char *const none[] = {"", "1", "1 (a", "1 a) R 0", ")(",
		"1 (a) R", "1 (a) R 0 0 0 0 0"};
	struct process p;

	for (int i = 0; i < ROWS(rows); i++) {
		ck_assert(process_of(rows[i].text, strlen(rows[i].text), &p));
		ck_assert_str_eq(p.name, rows[i].name);
		ck_assert_int_eq(p.state, rows[i].state);
		ck_assert_uint_eq(p.cpu_ticks, rows[i].cpu_ticks);
		ck_assert_int_eq(p.parent, rows[i].parent);
		ck_assert_int_eq(p.kernel_thread, rows[i].kernel_thread);
	}
	for (int i = 0; i < ROWS(none); i++)
		ck_assert_msg(!process_of(none[i], strlen(none[i]), &p), "%s",
			none[i]);
	ck_assert(!process_read(0, &p));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("maps");
	TCase *t = add_case(suite, "smaps");

	tcase_add_loop_test(
		t, every_figure_of_a_fixture_is_read, 0, ROWS(fixtures));
	tcase_add_test(t, lines_that_come_and_go_are_no_trouble);
	t = add_case(suite, "records");
	tcase_add_loop_test(t, only_common_lines_are_dropped, 0,
		sizeof(compared) / sizeof(*compared));
	tcase_add_loop_test(t, a_file_is_read_in_whole_records, 0, 6);
	tcase_add_test(t, a_small_buffer_stays_small);
	tcase_add_test(t, an_empty_file_has_no_record);
	tcase_add_test(t, what_cannot_be_read_is_told);
	t = add_case(suite, "kinds");
	tcase_add_loop_test(
		t, a_mapping_is_what_its_name_and_figures_say, 0, ROWS(kinds));
	tcase_add_test(t, a_stat_file_tells_what_a_process_is);
	return run_suite(suite);
}
