/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/maps as several kernels write it, and the openers of /proc. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/maps_text.h"
#include "proc/read.h"
#include "run.h"

static const struct {
	const char *name;
	size_t count;
} fixtures[] = {
	{"maps-x86_64", 20},
	{"maps-x86_64-kinds", 22},
	{"maps-arm64-64k", 11},
	{"maps-i386", 14},
};

/* Another reader of the same line, slower and by other means. */
static void check_line(const char *line, size_t length, const struct mapping *m)
{
	uint64_t start, end, offset, inode;
	char perms[8], device[32], *copy = strndup(line, length);
	int rest = -1;

	ck_assert_int_eq(
		sscanf(copy,
			"%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %31s %" SCNu64
			" %n",
			&start, &end, perms, &offset, device, &inode, &rest),
		6);
	ck_assert_uint_eq(m->start, start);
	ck_assert_uint_eq(m->end, end);
	ck_assert_str_eq(m->perms, perms);
	ck_assert_uint_eq(m->offset, offset);
	ck_assert_str_eq(m->device, device);
	ck_assert_uint_eq(m->inode, inode);
	ck_assert_uint_eq(m->path_length, strlen(copy + rest));
	ck_assert_mem_eq(m->path, copy + rest, m->path_length);
	free(copy);
}

START_TEST(every_line_of_a_fixture_is_read_field_by_field)
{
	size_t length, count = 0;
	char *text = read_fixture(fixtures[_i].name, &length);
	struct maps maps = maps_of(text, length);
	const char *line = text;
	struct mapping m;

	for (; maps_next(&maps, &m); count++) {
		size_t width = strcspn(line, "\n");

		check_line(line, width, &m);
		line += width + 1;
	}
	ck_assert_uint_eq(count, fixtures[_i].count);
	ck_assert_ptr_eq(line, text + length);
	free(text);
}
END_TEST

static const struct {
	const char *fixture, *path;
	uint64_t address, start, end;
	const char *perms, *device;
	uint64_t offset, inode;
	bool file;
} known[] = {
	{"maps-x86_64", "/usr/lib/x86_64-linux-gnu/libc.so.6", 0x7f66d2300000,
		0x7f66d2226000, 0x7f66d237b000, "r-xp", "103:05", 0x26000,
		1838107, true},
	{"maps-x86_64", "[heap]", 0x55d3ca2d1000, 0x55d3ca2d1000,
		0x55d3ca2f2000, "rw-p", "00:00", 0, 0, false},
	{"maps-x86_64", "[stack]", 0x7ffd7c105fff, 0x7ffd7c0e5000,
		0x7ffd7c106000, "rw-p", "00:00", 0, 0, false},
	{"maps-x86_64", "[vsyscall]", 0xffffffffff600fff, 0xffffffffff600000,
		0xffffffffff601000, "--xp", "00:00", 0, 0, false},
	{"maps-x86_64", "", 0x7f66ce021000, 0x7f66ce021000, 0x7f66d2000000,
		"---p", "00:00", 0, 0, false},
	{"maps-x86_64-kinds", "/srv/my program (old)/bin/a b  c",
		0x5581e2f52000, 0x5581e2f52000, 0x5581e2f53000, "r-xp", "08:02",
		0x1000, 4194305, true},
	{"maps-x86_64-kinds", "/anon_hugepage (deleted)", 0x7f1c7fffffff,
		0x7f1c40000000, 0x7f1c80000000, "rw-p", "00:0f", 0, 52613,
		true},
	{"maps-x86_64-kinds", "/memfd:memtool (deleted)", 0x7f1c81000000,
		0x7f1c81000000, 0x7f1c81004000, "rw-s", "00:01", 0, 2049, true},
	{"maps-x86_64-kinds", "/srv/largest", 0x7f1c81007000, 0x7f1c81007000,
		0x7f1c81008000, "r--p", "fd:00", 0x7ffffffff000, UINT64_MAX,
		true},
	{"maps-x86_64-kinds", "/srv/far device", 0x7f1c81008000, 0x7f1c81008000,
		0x7f1c81009000, "r--p", "1035:1048575", 0, 42, true},
	{"maps-x86_64-kinds", "/srv/new\\012line", 0x7f1c81009000,
		0x7f1c81009000, 0x7f1c8100a000, "r--p", "fe:00", 0, 9001, true},
	{"maps-x86_64-kinds", "[anon:glibc: malloc arena]", 0x7f1c82000000,
		0x7f1c82000000, 0x7f1c82001000, "rw-p", "00:00", 0, 0, false},
	{"maps-x86_64-kinds", "[anon_shmem:shared cache]", 0x7f1c82001000,
		0x7f1c82001000, 0x7f1c82002000, "rw-s", "00:01", 0, 2050, true},
	{"maps-arm64-64k", "[vdso]", 0xffff9b4bffff, 0xffff9b4b0000,
		0xffff9b4c0000, "r-xp", "00:00", 0, 0, false},
	{"maps-i386", "/bin/cat", 0x8050fff, 0x8050000, 0x8051000, "rw-p",
		"08:01", 0x7000, 131110, true},
	{"maps-i386", "[stack]", 0xbf8e3000, 0xbf8e3000, 0xbf904000, "rw-p",
		"00:00", 0, 0, false},
};

START_TEST(the_mapping_that_holds_an_address_is_found)
{
	size_t length;
	char *text = read_fixture(known[_i].fixture, &length);
	struct maps maps = maps_of(text, length);
	struct mapping m;

	ck_assert(maps_find(maps, known[_i].address, &m));
	ck_assert_uint_eq(m.start, known[_i].start);
	ck_assert_uint_eq(m.end, known[_i].end);
	ck_assert_str_eq(m.perms, known[_i].perms);
	ck_assert_str_eq(m.device, known[_i].device);
	ck_assert_uint_eq(m.offset, known[_i].offset);
	ck_assert_uint_eq(m.inode, known[_i].inode);
	ck_assert_uint_eq(m.path_length, strlen(known[_i].path));
	ck_assert_mem_eq(m.path, known[_i].path, m.path_length);
	ck_assert_int_eq(mapping_is_file(&m), known[_i].file);
	free(text);
}
END_TEST

START_TEST(an_address_between_mappings_is_not_found)
{
	static const uint64_t nowhere[] = {0, 0xffff, 0x55d3c8a0ffff,
		0x55d3c8a1b000, 0x55d3ca2f2000, 0x7f66d2000000, 0x7f66d23f1000,
		0x7ffd7c1c9000, 0xffffffffff5fffff, 0xffffffffff601000,
		UINT64_MAX};
	size_t length;
	char *text = read_fixture("maps-x86_64", &length);
	struct mapping m;

	for (int i = 0; i < ROWS(nowhere); i++)
		ck_assert_msg(!maps_find(maps_of(text, length), nowhere[i], &m),
			"%" PRIx64, nowhere[i]);
	free(text);
}
END_TEST

START_TEST(a_mapping_is_found_by_its_whole_name)
{
	static const char *const nobody[] = {"[stac", "[stack]]", "stack",
		"/usr/bin/ca", "/usr/bin/cat ", "[anon]"};
	size_t length;
	char *text = read_fixture("maps-x86_64", &length);
	struct maps maps = maps_of(text, length);
	struct mapping m;

	ck_assert(maps_find_path(maps, "[vdso]", &m));
	ck_assert_uint_eq(m.start, 0x7ffd7c1c7000);
	ck_assert(maps_find_path(maps, "/usr/bin/cat", &m));
	ck_assert_uint_eq(m.start, 0x55d3c8a10000);
	ck_assert(maps_find_path(maps, "", &m));
	ck_assert_uint_eq(m.start, 0x7f66ce000000);
	for (int i = 0; i < ROWS(nobody); i++)
		ck_assert_msg(
			!maps_find_path(maps, nobody[i], &m), "%s", nobody[i]);
	free(text);
}
END_TEST

START_TEST(lines_of_another_form_are_skipped)
{
	static const uint64_t starts[] = {0x1000, 0x3000, 0x4000, 0x6000};
	static const char *const paths[] = {
		"", "", "/a", "/last line (deleted)"};
	size_t length;
	char *text = read_fixture("maps-odd", &length);
	struct maps maps = maps_of(text, length);
	struct mapping m;

	for (int i = 0; i < ROWS(starts); i++) {
		ck_assert(maps_next(&maps, &m));
		ck_assert_uint_eq(m.start, starts[i]);
		ck_assert_uint_eq(m.end, starts[i] + 0x1000);
		ck_assert_uint_eq(m.path_length, strlen(paths[i]));
		ck_assert_mem_eq(m.path, paths[i], m.path_length);
	}
	ck_assert(!maps_next(&maps, &m));
	ck_assert(!maps_next(&maps, &m));
	free(text);
}
END_TEST

START_TEST(no_text_holds_no_mapping)
{
	struct maps maps = maps_of("", 0);
	struct mapping m;

	ck_assert(!maps_next(&maps, &m));
	ck_assert(!maps_find(maps, 0, &m));
	ck_assert(!maps_find_path(maps, "", &m));
}
END_TEST

/* In a block of its exact length: a tool sees any reading behind it. */
static void check_prefix(const char *text, size_t length, size_t whole_lines)
{
	char *copy = malloc(length ? length : 1);
	struct maps maps;
	struct mapping m;
	size_t count = 0;

	memcpy(copy, text, length);
	maps = maps_of(copy, length);
	for (; maps_next(&maps, &m); count++)
		ck_assert(m.path >= copy && m.path <= copy + length &&
			  m.path_length <= (size_t)(copy + length - m.path));
	ck_assert_uint_ge(count, whole_lines);
	ck_assert_uint_le(count, whole_lines + 1);
	free(copy);
}

START_TEST(a_text_may_end_anywhere)
{
	size_t length, lines = 0;
	char *text = read_fixture(fixtures[_i].name, &length);

	for (size_t cut = 0; cut <= length; cut++) {
		lines += cut && text[cut - 1] == '\n';
		check_prefix(text, cut, lines);
	}
	free(text);
}
END_TEST

START_TEST(a_text_of_any_bytes_is_survived)
{
	static const char likely[] = "0123456789abcdef-- rwxps:[]/\n\n\xff";
	uint64_t seed = 11;

	for (int i = 0; i < 20000; i++) {
		size_t length = next_random(&seed) % 120;
		char *text = malloc(length ? length : 1);
		struct maps maps;
		struct mapping m;

		for (size_t j = 0; j < length; j++)
			text[j] = likely[next_random(&seed) % sizeof(likely)];
		maps = maps_of(text, length);
		while (maps_next(&maps, &m))
			ck_assert_uint_le(strlen(m.perms), 4);
		ck_assert_ptr_eq(maps.at, text + length);
		free(text);
	}
}
END_TEST

START_TEST(the_size_of_a_regular_file_is_told)
{
	int fd = memfd_create("sizes", MFD_CLOEXEC);
	int pipes[2];
	uint64_t size = 4711;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, 12345), 0);
	if (access("/proc/self/fd", X_OK) == -1)
		return; /* no /proc here */
	ck_assert_int_eq(read_file_size(getpid(), fd, &size), 0);
	ck_assert_uint_eq(size, 12345);
	close(fd);
	size = 4711;
	ck_assert_int_eq(read_file_size(getpid(), fd, &size), ENOENT);
	ck_assert_int_eq(read_file_size(getpid(), -1, &size), ENOENT);
	ck_assert_int_eq(read_file_size(getpid(), INT64_MAX, &size), ENOENT);
	ck_assert_int_eq(pipe(pipes), 0);
	ck_assert_int_eq(read_file_size(getpid(), pipes[0], &size), ENOENT);
	fd = open("/", O_RDONLY | O_DIRECTORY);
	ck_assert_int_eq(read_file_size(getpid(), fd, &size), ENOENT);
	ck_assert_uint_eq(size, 4711);
	close(fd);
	close(pipes[0]);
	close(pipes[1]);
}
END_TEST

START_TEST(the_huge_page_is_a_power_of_two_or_none)
{
	uint64_t size = read_huge_page_size();

	ck_assert_uint_eq(size & (size - 1), 0);
	ck_assert(size == 0 || size > 4096);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("proc");
	TCase *t = add_case(suite, "maps");

	tcase_add_loop_test(t, every_line_of_a_fixture_is_read_field_by_field,
		0, ROWS(fixtures));
	tcase_add_loop_test(
		t, the_mapping_that_holds_an_address_is_found, 0, ROWS(known));
	tcase_add_test(t, an_address_between_mappings_is_not_found);
	tcase_add_test(t, a_mapping_is_found_by_its_whole_name);
	tcase_add_test(t, lines_of_another_form_are_skipped);
	tcase_add_test(t, no_text_holds_no_mapping);
	tcase_add_loop_test(t, a_text_may_end_anywhere, 0, ROWS(fixtures));
	tcase_add_test(t, a_text_of_any_bytes_is_survived);
	t = add_case(suite, "read");
	tcase_add_test(t, the_size_of_a_regular_file_is_told);
	tcase_add_test(t, the_huge_page_is_a_power_of_two_or_none);
	return run_suite(suite);
}
