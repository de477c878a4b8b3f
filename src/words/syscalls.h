/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls by number: their names, and how to print their arguments. */
#ifndef MEMTOOL_WORDS_SYSCALLS_H
#define MEMTOOL_WORDS_SYSCALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kind of an argument. */
enum syscall_argument {
	SYSCALL_END, /* after the last one */
	SYSCALL_HEX, /* unknown */
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
	SYSCALL_NEW_ADDRESS, /* passed if the preceding flags require it */
	SYSCALL_ADVICE,
	SYSCALL_MSYNC,
	SYSCALL_MLOCK,
	SYSCALL_MLOCKALL,
	SYSCALL_MSEAL,
	SYSCALL_MEMFD,
	SYSCALL_GETRANDOM,
	SYSCALL_OPEN,
	SYSCALL_PATH,
	SYSCALL_MODE, /* passed if the preceding flags create a file */
};

enum { SYSCALL_ARGUMENTS = 6 };

/* What is known about a call. */
struct syscall_form {
	char name[24]; /* not a pointer: see render/field.h */
	bool returns_address;
	enum syscall_argument arguments[SYSCALL_ARGUMENTS + 1];
};

/* "mmap"; NULL if the build machine's headers lack the number. */
const char *syscall_name(uint64_t number);

/* The number of "mmap"; false: the build machine's headers lack it. */
bool syscall_number(const char *name, uint64_t *number);

/*
 * The name of the call that the C library makes on this machine for the one
 * with this name: "mmap2" for "mmap" where there are both.
 */
const char *syscall_variant(const char *name);

/* The names by index, NULL after the last. */
const char *syscall_at(size_t index);

/* Find a call by name; an unknown one has six hexadecimal arguments. */
const struct syscall_form *syscall_form(const char *name);

/* A call that was made. */
struct syscall_made {
	const char *name; /* the value to print */
	const struct syscall_form *form;
	const uint64_t *args;
	const char *path; /* the string of its SYSCALL_PATH; NULL: unknown */
};

/* The number of arguments passed. */
size_t syscall_arguments(const struct syscall_made *made);

enum { SYSCALL_ARGUMENT_MAX = 8208, SYSCALL_TEXT_MAX = 10000 };

/* Format argument N: "0x7f00", "PROT_READ|PROT_WRITE", "\"/etc/passwd\"". */
void syscall_format_argument(
	const struct syscall_made *made, size_t n, char *text, size_t size);

/* "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0)" */
void syscall_format(const struct syscall_made *made, char *text, size_t size);

/*
 * "ENOMEM"; also the kernel-internal "ERESTARTSYS", which programs never see.
 */
const char *syscall_error(int number);

#endif
