/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion of --set: the names that the "set" lines of the file have. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/offers.h"

/* "set NAME VALUE", with blanks around the words; NAME is cut off in LINE. */
static const char *name_in(char *line)
{
	char *rest = NULL;
	const char *first = strtok_r(line, " \t\n", &rest);

	if (!first || strcmp(first, "set") != 0)
		return NULL;
	return strtok_r(NULL, " \t\n", &rest);
}

/* The file of steps, or the example; NULL: there is none yet. */
static FILE *open_steps(const struct completion *completion)
{
	const char *path = completion->file, *text = completion->example;
	struct stat status;

	if (text)
		return fmemopen((char *)(uintptr_t)text, strlen(text), "r");
	/* A FIFO would wait. */
	if (!path || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return NULL;
	return fopen(path, "r");
}

void offer_variables(const struct completion *completion)
{
	char *line = NULL, candidate[128];
	size_t size = 0;
	FILE *file = open_steps(completion);

	while (file && getline(&line, &size, file) >= 0) {
		const char *name = name_in(line);

		if (!name || strlen(name) > sizeof(candidate) - 2)
			continue;
		sprintf(candidate, "%s=", name);
		offer(completion, candidate);
	}
	if (file)
		fclose(file);
	free(line);
}
