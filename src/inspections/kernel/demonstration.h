/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --demonstrate: make the kernel allocate, and read system figures before,
 * during and after.  Other processes allocate too, so first measure how far a
 * figure moves on its own.
 */
#ifndef MEMTOOL_INSPECTIONS_KERNEL_DEMONSTRATION_H
#define MEMTOOL_INSPECTIONS_KERNEL_DEMONSTRATION_H

#include "command/command.h"
#include "inspections/kernel/alloc_process.h"

enum moment { AT_FIRST, BEFORE, DURING, AFTER, MOMENTS };

enum { FIGURES_MAX = 48, FIGURE_NAME = 80 };

#define FIGURE_UNKNOWN UINT64_MAX
/* Instead of an expected growth: print the figure, it proves nothing. */
#define FIGURE_ASIDE UINT64_MAX

struct figure {
	char name[FIGURE_NAME];
	const char *source; /* "/proc/slabinfo" */
	bool bytes;         /* else a count */
	uint64_t at[MOMENTS];
	uint64_t expected; /* minimum growth if they are counted there */
};

struct demonstration {
	const char *method; /* what it does, a sentence */
	const char *lag;    /* why something may be left afterwards */
	alloc_function allocate;
	const char *calls[3]; /* each made once per object */
	uint64_t count, size;
	struct figure figures[FIGURES_MAX];
	size_t figures_count;
	/* Read them all; called for each moment in turn. */
	void (*read)(struct demonstration *demo, enum moment moment);
	/* After reading: add figures unknown before; or NULL. */
	void (*found)(struct demonstration *demo);
	void *context;
	bool performed;
	const char *reason; /* why it was not performed; NULL: not requested */
	struct allocated allocated;
	int trouble;               /* errno, if it could not be started */
	const struct figure *main; /* the best evidence; NULL: none */
};

/* Whether LOOK requests one that can be performed; else .reason. */
bool demonstration_wanted(struct demonstration *demo, const struct look *look);

/* Add a figure to read; NULL: no room. */
struct figure *demonstration_add(struct demonstration *demo, const char *name,
	const char *source, bool bytes, uint64_t expected);

/* Perform it, and set demo->main. */
void demonstration_run(struct demonstration *demo);

int64_t figure_growth(const struct figure *figure);
/* Whether it grew as expected, and more than on its own. */
bool figure_shows(const struct figure *figure);

/* "demonstration"; null if it was not performed. */
void demonstration_print(struct render *r, const struct demonstration *demo);

/* A figure of /proc/meminfo in bytes; FIGURE_UNKNOWN: absent. */
uint64_t read_meminfo(const char *key);

#endif
