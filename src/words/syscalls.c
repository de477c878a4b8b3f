/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/syscalls.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "words/errnos.h"
#include "words/names_table.h"
#include "words/quote.h"
#include "words/signals.h"
#include "words/syscall_forms.h"
#include "words/uapi.h"

/* Generated from the build machine's <sys/syscall.h>. */
static const struct {
	unsigned number;
	char name[36]; /* not a pointer: see render/field.h */
} table[] = {
#define SYSCALL(name) {(unsigned)__NR_##name, #name},
#include "memtool.syscalls.inc"
	/* Numbers that those headers may lack. */
	{SYS_mseal, "mseal"},
	{SYS_cachestat, "cachestat"},
};

static const struct name getrandom_flags[] = {
	{"NONBLOCK", 1, 1, "", "EAGAIN instead of waiting", .advice = NULL},
	{"RANDOM", 2, 2, "", "from /dev/random", .advice = NULL},
	{"INSECURE", 4, 4, "5.6", "without waiting for entropy",
		.advice = NULL},
};
static const struct names names_getrandom = {"GRND_", "getrandom flag",
	getrandom_flags, ARRAY_SIZE(getrandom_flags), NULL};

const char *syscall_name(uint64_t number)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].number == number)
			return table[i].name;
	return NULL;
}

bool syscall_number(const char *name, uint64_t *number)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		*number = table[i].number;
		if (strcmp(table[i].name, name) == 0)
			return true;
	}
	return false;
}

const char *syscall_variant(const char *name)
{
	static const struct {
		char name[16], variant[24]; /* see above */
	} variants[] = {
		{"mmap", "mmap2"},
		{"ftruncate", "ftruncate64"},
		{"setgroups", "setgroups32"},
		{"setgid", "setgid32"},
		{"setuid", "setuid32"},
	};
	uint64_t number;

	for (size_t i = 0; i < ARRAY_SIZE(variants); i++)
		if (strcmp(variants[i].name, name) == 0 &&
			syscall_number(variants[i].variant, &number))
			return variants[i].variant;
	return name;
}

const char *syscall_at(size_t index)
{
	return index < ARRAY_SIZE(table) ? table[index].name : NULL;
}

const struct syscall_form *syscall_form(const char *name)
{
	static const struct syscall_form unknown = {"", false,
		{SYSCALL_HEX, SYSCALL_HEX, SYSCALL_HEX, SYSCALL_HEX,
			SYSCALL_HEX, SYSCALL_HEX}};

	for (const struct syscall_form *form = syscall_forms;
		name && *form->name; form++)
		if (strcmp(form->name, name) == 0)
			return form;
	return &unknown;
}

/* Whether argument N is passed: it may depend on the preceding flags. */
static bool is_passed(const struct syscall_made *made, size_t n)
{
	switch (made->form->arguments[n]) {
	case SYSCALL_END:
		return false;
	case SYSCALL_NEW_ADDRESS:
		return made->args[n - 1] & (MREMAP_FIXED | MREMAP_DONTUNMAP);
	case SYSCALL_MODE:
		/* O_TMPFILE contains O_DIRECTORY's bit. */
		return made->args[n - 1] &
		       (O_CREAT | (O_TMPFILE & ~O_DIRECTORY));
	default:
		return true;
	}
}

size_t syscall_arguments(const struct syscall_made *made)
{
	size_t n = 0;

	while (is_passed(made, n))
		n++;
	return n;
}

static const struct names *names_of(enum syscall_argument kind)
{
	switch (kind) {
	case SYSCALL_PROT:
		return &names_prot;
	case SYSCALL_MAP:
		return &names_map;
	case SYSCALL_MREMAP:
		return &names_mremap;
	case SYSCALL_ADVICE:
		return &names_advice;
	case SYSCALL_MSYNC:
		return &names_msync;
	case SYSCALL_MLOCK:
		return &names_mlock;
	case SYSCALL_MLOCKALL:
		return &names_mlockall;
	case SYSCALL_MSEAL:
		return &names_mseal;
	case SYSCALL_MEMFD:
		return &names_memfd;
	case SYSCALL_GETRANDOM:
		return &names_getrandom;
	case SYSCALL_OPEN:
		return &names_open;
	default:
		return NULL;
	}
}

/* The name of a single value; NULL: it has none. */
static const char *name_of(enum syscall_argument kind, int value)
{
	if (kind == SYSCALL_SIGNAL)
		return signal_name(value);
	return kind == SYSCALL_DIRECTORY && value == AT_FDCWD ? "AT_FDCWD"
							      : NULL;
}

void syscall_format_argument(
	const struct syscall_made *made, size_t n, char *text, size_t size)
{
	enum syscall_argument kind = made->form->arguments[n];
	const struct names *names = names_of(kind);
	uint64_t value = made->args[n];
	const char *name = name_of(kind, (int)value);

	if (names) {
		/* For an int, the upper half of the register is undefined. */
		names_format(names,
			kind == SYSCALL_MSEAL ? value : value & UINT32_MAX,
			text, size);
		return;
	}
	switch (kind) {
	case SYSCALL_SIZE:
		snprintf(text, size, "%" PRIu64, value);
		return;
	case SYSCALL_OFFSET:
		snprintf(text, size, "%ld", (long)value);
		return;
	case SYSCALL_MODE:
		snprintf(text, size, "0%o", (unsigned)value);
		return;
	case SYSCALL_NUMBER:
	case SYSCALL_FD:
	case SYSCALL_SIGNAL:
	case SYSCALL_DIRECTORY:
		if (name)
			snprintf(text, size, "%s", name);
		else
			snprintf(text, size, "%d", (int)value);
		return;
	case SYSCALL_PATH:
		if (made->path) {
			quote(made->path, strlen(made->path), text, size);
			return;
		}
		/* fall through */
	default:
		snprintf(text, size, "0x%" PRIx64, value);
	}
}

static bool is_null(const struct syscall_made *made, size_t n)
{
	enum syscall_argument kind = made->form->arguments[n];

	return made->args[n] == 0 &&
	       (kind == SYSCALL_ADDRESS || kind == SYSCALL_NEW_ADDRESS ||
		       kind == SYSCALL_PATH);
}

void syscall_format(const struct syscall_made *made, char *text, size_t size)
{
	size_t count = syscall_arguments(made);
	size_t used = (size_t)snprintf(text, size, "%s(", made->name);

	for (size_t n = 0; n < count && used < size; n++) {
		char argument[SYSCALL_ARGUMENT_MAX] = "NULL";

		if (!is_null(made, n))
			syscall_format_argument(
				made, n, argument, sizeof(argument));
		used += (size_t)snprintf(text + used, size - used, "%s%s",
			n ? ", " : "", argument);
	}
	if (used < size)
		snprintf(text + used, size - used, ")");
}

const char *syscall_error(int number)
{
	/* include/linux/errno.h: the call will be restarted. */
	switch (number) {
	case 512:
		return "ERESTARTSYS";
	case 513:
		return "ERESTARTNOINTR";
	case 514:
		return "ERESTARTNOHAND";
	case 516:
		return "ERESTART_RESTARTBLOCK";
	default:
		return errno_name(number);
	}
}
