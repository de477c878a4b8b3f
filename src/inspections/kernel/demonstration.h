/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --demonstrate: the kernel is made to allocate, and figures of the system are
 * read before, meanwhile and after.  Others allocate at the same time: how
 * far a figure moves by itself is measured first.
 */
#ifndef MEMTOOL_INSPECTIONS_DEMONSTRATION_H
#define MEMTOOL_INSPECTIONS_DEMONSTRATION_H

#include "command/command.h"
#include "observer/keeper.h"

enum moment { AT_FIRST, BEFORE, DURING, AFTER, MOMENTS };

enum { FIGURES_MAX = 48, FIGURE_NAME = 80 };

#define FIGURE_UNKNOWN UINT64_MAX
/* In place of an expectation: it is told, and proves nothing. */
#define FIGURE_ASIDE UINT64_MAX

struct figure {
	char name[FIGURE_NAME];
	const char *source; /* "/proc/slabinfo" */
	bool bytes;         /* else it counts something */
	uint64_t at[MOMENTS];
	uint64_t expected; /* growth, at least, if it is where they go */
};

struct demonstration {
	const char *method; /* what is done, a sentence */
	const char *lag;    /* why something may still be there after it */
	keep_function keep;
	const char *calls[3]; /* made once for each */
	uint64_t count, size;
	struct figure figures[FIGURES_MAX];
	size_t figures_count;
	/* Read them all; called for each moment in turn. */
	void (*read)(struct demonstration *d, enum moment moment);
	/* When all is read: add what could not be known before; or NULL. */
	void (*found)(struct demonstration *d);
	void *context;
	bool performed;
	const char *reason; /* why it was not; NULL: nobody asked for it */
	struct kept kept;
	int trouble;               /* errno: it could not be started */
	const struct figure *main; /* which shows it best; NULL: none */
};

/* Whether LOOK asks for one, and it may be performed; if not, why. */
bool demonstration_wanted(struct demonstration *d, const struct look *look);

/* A figure to be read; NULL: there is no room. */
struct figure *demonstration_add(struct demonstration *d, const char *name,
	const char *source, bool bytes, uint64_t expected);

/* Perform it; d->main is then settled. */
void demonstration_run(struct demonstration *d);

int64_t figure_growth(const struct figure *figure);
/* Whether it grew as it should, and more than it does by itself. */
bool figure_shows(const struct figure *figure);

/* "demonstration"; null where it was not performed. */
void demonstration_tell(struct render *r, const struct demonstration *d);

/* A figure of /proc/meminfo in bytes; FIGURE_UNKNOWN: it has none. */
uint64_t read_meminfo(const char *key);

#endif
