/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The object that contains malloc, and which related functions it has. */
#include <dlfcn.h>
#include <link.h>
#include <string.h>

#include "acts/heap.h"
#include "config.h"
#include "words/array.h"
#include "words/program.h"

/* The program's headers come first: without PT_INTERP it is static. */
static int has_no_interpreter(
	struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			return -1;
	return 1;
}

bool heap_is_static(void)
{
	static int answer;

	if (!answer)
		answer = dl_iterate_phdr(has_no_interpreter, NULL);
	return answer == 1;
}

static bool find_object(const char *symbol, Dl_info *info)
{
	void *at = dlsym(RTLD_DEFAULT, symbol);

	return at && dladdr(at, info) && info->dli_fname;
}

const char *heap_allocator(void)
{
	static Dl_info info;
	const char *slash;

	if (heap_is_static())
		return program_name();
	if (!info.dli_fname && !find_object("malloc", &info))
		return NULL;
	slash = strrchr(info.dli_fname, '/');
	return slash ? slash + 1 : info.dli_fname;
}

/* With another allocator, glibc's figures describe an unused heap. */
bool heap_has_info(void)
{
	/* Cached: looking up a symbol takes longer than a malloc. */
	static enum { UNASKED, YES, NO } answer;

	if (answer == UNASKED)
		answer = heap_info_call && heap_has(heap_info_call) ? YES : NO;
	return answer == YES;
}

/*
 * The functions that only glibc has, as found by configure.  In a static
 * program they belong to its malloc: another one would not link beside them.
 */
static bool was_found(const char *symbol)
{
	static const char *const found[] = {
#ifdef HAVE_MALLOPT
		"mallopt",
#endif
#ifdef HAVE_MALLOC_TRIM
		"malloc_trim",
#endif
		"malloc",
	};

	for (size_t i = 0; i < ARRAY_SIZE(found); i++)
		if (strcmp(found[i], symbol) == 0)
			return true;
	return heap_info_call && strcmp(heap_info_call, symbol) == 0;
}

bool heap_has(const char *symbol)
{
	Dl_info of_malloc, of_symbol;

	if (heap_is_static())
		return was_found(symbol);
	return find_object("malloc", &of_malloc) &&
	       find_object(symbol, &of_symbol) &&
	       of_malloc.dli_fbase == of_symbol.dli_fbase;
}
