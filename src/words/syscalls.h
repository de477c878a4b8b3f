/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls by number: their names, and how their arguments look. */
#ifndef MEMTOOL_WORDS_SYSCALLS_H
#define MEMTOOL_WORDS_SYSCALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an argument is. */
enum syscall_argument {
	SYSCALL_END, /* behind the last one */
	SYSCALL_HEX, /* nothing is known of it */
	SYSCALL_ADDRESS,
	SYSCALL_SIZE,
	SYSCALL_NUMBER, /* an int */
	SYSCALL_OFFSET, /* a long */
	SYSCALL_FD,
	SYSCALL_DIRECTORY, /* a descriptor, or AT_FDCWD */
	SYSCALL_SIGNAL,
	SYSCALL_PROT,
	SYSCALL_MAP,
	SYSCALL_MREMAP,
	SYSCALL_NEW_ADDRESS, /* passed where the flags before it ask for it */
	SYSCALL_ADVICE,
	SYSCALL_MSYNC,
	SYSCALL_MLOCK,
	SYSCALL_MLOCKALL,
	SYSCALL_MSEAL,
	SYSCALL_MEMFD,
	SYSCALL_GETRANDOM,
	SYSCALL_OPEN,
	SYSCALL_PATH,
	SYSCALL_MODE, /* passed where the flags before it make a file */
};

enum { SYSCALL_ARGUMENTS = 6 };

/* What is known of a call. */
struct syscall_form {
	const char *name;
	bool returns_address;
	enum syscall_argument arguments[SYSCALL_ARGUMENTS + 1];
};

/* "mmap"; NULL where the build machine's headers had no such number. */
const char *syscall_name(uint64_t number);

/* Of a call by its name; one that is not known has six hexadecimal numbers. */
const struct syscall_form *syscall_form(const char *name);

/* One that was made. */
struct syscall_made {
	const char *name; /* as it shall be shown */
	const struct syscall_form *form;
	const uint64_t *args;
	const char *path; /* that its SYSCALL_PATH points to; NULL: unknown */
};

/* How many arguments belong to the call. */
size_t syscall_arguments(const struct syscall_made *made);

enum { SYSCALL_ARGUMENT_MAX = 8208, SYSCALL_TEXT_MAX = 10000 };

/* "0x7f00", "PROT_READ|PROT_WRITE", "-1", "\"/etc/passwd\"": argument N. */
void syscall_format_argument(
	const struct syscall_made *made, size_t n, char *text, size_t size);

/* "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0)" */
void syscall_format(const struct syscall_made *made, char *text, size_t size);

/* "ENOMEM"; also the kernel's own "ERESTARTSYS", which programs never see. */
const char *syscall_error(int number);

#endif
