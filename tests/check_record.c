/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recording: what one side writes down, the other reads, or nothing. */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "record/record.h"
#include "run.h"

static int new_file(void)
{
	int fd = memfd_create("recording", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

/* SIZE bytes that differ with SEED. */
static unsigned char *bytes_of(size_t size, uint64_t seed)
{
	unsigned char *bytes = malloc(size + 1);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)(seed * 31 + i * 7 + i / 251);
	return bytes;
}

static const size_t sizes[] = {0, 1, 16, 4095, 4096, 4097, 8192, 65536, 100000};

static void put(struct writer *w, uint32_t n)
{
	size_t size = sizes[n % (unsigned)ROWS(sizes)];
	unsigned char *bytes = bytes_of(size, n);

	writer_put(w, (enum entry_kind)(n % 6), n, size ? bytes : NULL, size);
	free(bytes);
}

static void check_next(struct reader *r, uint32_t n)
{
	size_t size = sizes[n % (unsigned)ROWS(sizes)];
	unsigned char *bytes = bytes_of(size, n);
	struct entry entry;

	ck_assert_int_eq(reader_next(r, &entry), READER_ENTRY);
	ck_assert_uint_eq(entry.kind, n % 6);
	ck_assert_uint_eq(entry.step, n);
	ck_assert_uint_eq(entry.size, size);
	ck_assert_mem_eq(r->payload, bytes, size);
	free(bytes);
}

START_TEST(what_was_written_is_read)
{
	struct writer w = {.fd = new_file()};
	struct reader r = {.fd = w.fd};
	struct entry entry;

	for (uint32_t n = 0; n < 40; n++)
		put(&w, n);
	ck_assert_int_eq(w.error, 0);
	for (uint32_t n = 0; n < 40; n++)
		check_next(&r, n);
	ck_assert_int_eq(reader_next(&r, &entry), READER_END);
	reader_free(&r);
	ck_assert_ptr_null(r.payload);
	close(w.fd);
}
END_TEST

START_TEST(reading_goes_on_when_more_is_written)
{
	struct writer w = {.fd = new_file()};
	struct reader r = {.fd = w.fd};
	struct entry entry;

	for (uint32_t n = 0; n < 40; n++) {
		ck_assert_int_eq(reader_next(&r, &entry), READER_END);
		put(&w, n);
		check_next(&r, n);
	}
	ck_assert_int_eq(w.error, 0);
	reader_free(&r);
	close(w.fd);
}
END_TEST

START_TEST(what_was_read_ahead_can_be_read_again)
{
	struct writer w = {.fd = new_file()};
	struct reader r = {.fd = w.fd};
	struct entry entry;

	put(&w, 0);
	/* A call of the user's may make the recording longer. */
	ck_assert_int_eq(ftruncate(w.fd, 65536), 0);
	check_next(&r, 0);
	ck_assert_int_eq(reader_next(&r, &entry), READER_DAMAGED);
	put(&w, 1);
	reader_look_again(&r);
	check_next(&r, 1);
	reader_free(&r);
	close(w.fd);
}
END_TEST

START_TEST(a_recording_that_is_cut_off_stops_the_reader)
{
	enum { ENTRIES = 4 };
	struct writer w = {.fd = new_file()};
	size_t ends[ENTRIES + 1] = {0};
	char *whole;

	for (uint32_t n = 0; n < ENTRIES; n++) {
		writer_put(&w, ENTRY_PART, n, "0123456789", n * 3);
		ends[n + 1] = (size_t)lseek(w.fd, 0, SEEK_CUR);
	}
	whole = malloc(ends[ENTRIES]);
	ck_assert_int_eq(pread(w.fd, whole, ends[ENTRIES], 0), ends[ENTRIES]);
	for (size_t cut = 0; cut <= ends[ENTRIES]; cut++) {
		struct reader r = {.fd = new_file()};
		struct entry entry;
		uint32_t n = 0;

		ck_assert_int_eq(write(r.fd, whole, cut), cut);
		for (; n < ENTRIES && ends[n + 1] <= cut; n++) {
			ck_assert_int_eq(reader_next(&r, &entry), READER_ENTRY);
			ck_assert_uint_eq(entry.step, n);
		}
		ck_assert_int_eq(reader_next(&r, &entry), READER_END);
		ck_assert_int_eq(reader_next(&r, &entry), READER_END);
		/* What was missing arrives: nothing was passed over. */
		ck_assert_int_eq(write(r.fd, whole + cut, ends[ENTRIES] - cut),
			ends[ENTRIES] - cut);
		for (; n < ENTRIES; n++) {
			ck_assert_int_eq(reader_next(&r, &entry), READER_ENTRY);
			ck_assert_uint_eq(entry.step, n);
			ck_assert_uint_eq(entry.size, n * 3);
		}
		ck_assert_int_eq(reader_next(&r, &entry), READER_END);
		close(r.fd);
		reader_free(&r);
	}
	free(whole);
	close(w.fd);
}
END_TEST

enum { SELF = 4242 };

static const struct {
	const char *what;
	struct entry head;
} strange_heads[] = {
	{"a hole", {0}},
	{"no mark", {ENTRY_MARK + 1, ENTRY_PART, 0, SELF, 10}},
	{"an unknown kind", {ENTRY_MARK, ENTRY_KINDS, 0, SELF, 10}},
	{"another process's", {ENTRY_MARK, ENTRY_PART, 0, SELF + 1, 10}},
	{"an impossible size", {ENTRY_MARK, ENTRY_PART, 0, SELF, UINT64_MAX}},
};

/* The reader trusts the subject with nothing, and looks no further. */
START_TEST(what_is_no_entry_of_the_writer_is_damage)
{
	const struct entry *head = &strange_heads[_i].head;
	struct reader r = {.fd = new_file(), .writer = SELF};
	struct entry entry;

	ck_assert_int_eq(write(r.fd, head, sizeof(*head)), sizeof(*head));
	ck_assert_int_eq(ftruncate(r.fd, 65536), 0);
	ck_assert_msg(reader_next(&r, &entry) == READER_DAMAGED, "%s",
		strange_heads[_i].what);
	ck_assert_int_eq(r.at, 0);
	reader_free(&r);
	close(r.fd);
}
END_TEST

START_TEST(a_reader_of_nothing_says_why)
{
	struct reader r = {.fd = -1};
	struct entry entry;

	ck_assert_int_eq(reader_next(&r, &entry), READER_FAILED);
	ck_assert_int_eq(r.error, EBADF);
	reader_free(&r);
}
END_TEST

static const size_t lengths[] = {0, 1, 4095, 4096, 4097, 50000};

START_TEST(a_file_is_copied_piece_by_piece_from_its_start)
{
	size_t length = lengths[_i];
	unsigned char *bytes = bytes_of(length, 5);
	struct writer w = {.fd = new_file()};
	struct reader r = {.fd = w.fd};
	struct entry entry;
	int from = new_file();

	ck_assert_int_eq(write(from, bytes, length), length);
	for (uint32_t n = 0; n < 3; n++) {
		size_t at = 0;

		writer_copy(&w, ENTRY_PART, n, from);
		while (reader_next(&r, &entry) == READER_ENTRY) {
			ck_assert_uint_eq(entry.kind, ENTRY_PART);
			ck_assert_uint_eq(entry.step, n);
			ck_assert_uint_gt(entry.size, 0);
			ck_assert_uint_le(at + entry.size, length);
			ck_assert_mem_eq(r.payload, bytes + at, entry.size);
			at += entry.size;
		}
		ck_assert_uint_eq(at, length);
	}
	ck_assert_int_eq(w.error, 0);
	reader_free(&r);
	free(bytes);
	close(from);
	close(w.fd);
}
END_TEST

START_TEST(the_first_error_of_a_writer_stays)
{
	struct writer w = {.fd = new_file()};

	writer_copy(&w, ENTRY_PART, 0, -1);
	ck_assert_int_eq(w.error, EBADF);
	close(w.fd);
	w.error = ENOSPC;
	writer_put(&w, ENTRY_BEGUN, 0, NULL, 0);
	ck_assert_int_eq(w.error, ENOSPC);
	w.error = 0;
	writer_put(&w, ENTRY_BEGUN, 0, NULL, 0);
	ck_assert_int_eq(w.error, EBADF);
}
END_TEST

/* A memory file obeys the limit on the size of files. */
START_TEST(a_limit_on_files_is_an_error_and_what_is_whole_stays_readable)
{
	struct rlimit limit = {10000, 10000};
	unsigned char *bytes = bytes_of(4096, 1);
	struct writer w = {.fd = new_file()};
	struct reader r = {.fd = w.fd};
	struct entry entry;
	uint32_t n = 0, whole = 0;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (; n < 50 && !w.error; n++)
		writer_put(&w, ENTRY_BYTES, n, "0123456789", 10);
	for (; n < 500; n++)
		writer_put(&w, ENTRY_BYTES, n, bytes, sizes[n % 4]);
	ck_assert_msg(w.error == EFBIG || w.error == ENOSPC, "%d", w.error);
	for (; reader_next(&r, &entry) == READER_ENTRY; whole++)
		ck_assert_uint_eq(entry.step, whole);
	ck_assert_uint_ge(whole, 50);
	ck_assert_uint_lt(whole, 500);
	reader_free(&r);
	free(bytes);
	close(w.fd);
}
END_TEST

START_TEST(a_record_is_met_as_its_step_expects)
{
	struct step step = {.wanted = "ok"};
	struct record record = {.step = &step};
	COMPLAINT(why);

	ck_assert(record_met(&record));
	record.outcome = (struct outcome){OUTCOME_ERROR, ENOMEM, 0, false};
	ck_assert(!record_met(&record));
	ck_assert(outcome_parse("ok,ENOMEM", &step.expect, &why));
	ck_assert(record_met(&record));
	record.outcome.kind = OUTCOME_SKIPPED;
	ck_assert(!record_met(&record));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("record");
	TCase *t = add_case(suite, "recording");

	tcase_add_test(t, what_was_written_is_read);
	tcase_add_test(t, reading_goes_on_when_more_is_written);
	tcase_add_test(t, what_was_read_ahead_can_be_read_again);
	tcase_add_test(t, a_recording_that_is_cut_off_stops_the_reader);
	tcase_add_loop_test(t, what_is_no_entry_of_the_writer_is_damage, 0,
		ROWS(strange_heads));
	tcase_add_test(t, a_reader_of_nothing_says_why);
	tcase_add_loop_test(t, a_file_is_copied_piece_by_piece_from_its_start,
		0, ROWS(lengths));
	tcase_add_test(t, the_first_error_of_a_writer_stays);
	tcase_add_test(t,
		a_limit_on_files_is_an_error_and_what_is_whole_stays_readable);
	t = add_case(suite, "record");
	tcase_add_test(t, a_record_is_met_as_its_step_expects);
	return run_suite(suite);
}
