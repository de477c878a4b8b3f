/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every unit test shares: running a suite, and reading fixtures. */
#ifndef MEMTOOL_TESTS_RUN_H
#define MEMTOOL_TESTS_RUN_H

#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS(table) ((int)(sizeof(table) / sizeof(*(table))))

/* A complaint that says nothing yet; it is freed where its block ends. */
#define COMPLAINT(name)                                                        \
	struct complaint name __attribute__((cleanup(complaint_free))) = {0}

/* A part of a complaint, "" for none. */
static inline const char *said(const char *text)
{
	return text ? text : "";
}

/* A case of SUITE; slow machines and valgrind get time enough. */
static inline TCase *add_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	tcase_set_timeout(tcase, 120);
	suite_add_tcase(suite, tcase);
	return tcase;
}

/* Run SUITE and print TAP, which tells of failures; so 0 unless it broke. */
static inline int run_suite(Suite *suite)
{
	SRunner *runner = srunner_create(suite);

	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	srunner_free(runner);
	return EXIT_SUCCESS;
}

/* The text of tests/fixtures/NAME, for the caller to free. */
static inline char *read_fixture(const char *name, size_t *length)
{
	const char *folder = getenv("SRCDIR");
	char path[4096];
	char *text = NULL;
	size_t room = 0;
	ssize_t got;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/fixtures/%s",
		folder ? folder : ".", name);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "cannot open %s", path);
	got = getdelim(&text, &room, '\0', file);
	ck_assert_msg(got >= 0, "cannot read %s", path);
	fclose(file);
	*length = (size_t)got;
	return text;
}

/* Let STREAM write TO a file; returns what restored() puts back. */
static inline int redirect_to(FILE *stream, FILE *to)
{
	int kept = dup(fileno(stream));

	fflush(stream);
	dup2(fileno(to), fileno(stream));
	return kept;
}

/* What was written meanwhile, for the caller to free. */
static inline char *restored(FILE *stream, FILE *to, int kept)
{
	char *text = NULL;
	size_t room = 0;

	fflush(stream);
	dup2(kept, fileno(stream));
	close(kept);
	rewind(to);
	if (getdelim(&text, &room, '\0', to) < 0) {
		free(text);
		text = strdup("");
	}
	fclose(to);
	return text;
}

/* Numbers that are the same in every run: xorshift64*. */
static inline uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1dULL;
}

#endif
