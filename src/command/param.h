/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parameters: each is one shared object with the same name everywhere: the name
 * in the manual page of the call.
 */
#ifndef MEMTOOL_COMMAND_PARAM_H
#define MEMTOOL_COMMAND_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "words/names.h"

/*
 * To add a kind: a row in param_type.c (how its arguments are printed), a row
 * in cli/param_input.c (how they are parsed, completed and recognized), its
 * function in cli/arguments.c, and a value in tests/check_commands.c.
 */
enum param_kind {
	PARAM_ADDRESS,
	PARAM_SIZE,   /* unsigned, with suffixes */
	PARAM_SIGNED, /* a size that may be negative */
	PARAM_FD,     /* a number or the name of a file */
	PARAM_FLAGS,  /* names from .names */
	PARAM_MODE,   /* octal permissions */
	PARAM_PATH,   /* into call.text */
	PARAM_BYTES,  /* hexadecimal digits, into call.text */
	PARAM_TEXT,   /* characters, into call.text */
	PARAM_REGION, /* only as a WORD: the same as --on */
	PARAM_PID,    /* a process: a positive number */
	PARAM_SWITCH, /* an option without a value: 1 if given */
	/* An outcome, packed; and a call, its struct's address. */
	PARAM_OUTCOME,
	PARAM_COMMAND,
	PARAM_SIZES, /* a distribution of sizes, packed */
	PARAM_BITS,  /* a plain number, shown in hex */
	PARAM_COUNT, /* a plain number, without suffixes */
	PARAM_FAR,   /* SEG:OFF of real mode, both in hex, packed */
	PARAM_CAUSE, /* the short name of a cause, into call.text */
	PARAM_EXAMPLE, /* the name of an example, into call.text */
	PARAM_FILTER,  /* a filter of system calls, into call.text */
	PARAM_USER,    /* a user and a group, packed: command/user.h */
	PARAM_SECONDS, /* kept in nanoseconds */
	PARAM_GROUP_LIMITS, /* limits of a control group, into call.text */
	PARAM_LIMIT, /* NAME=VALUE of a resource limit, into call.text */
	PARAM_KINDS,
};

/* The value of a parameter that is not given and has no typed default. */
enum param_missing {
	MISSING_REFUSED,   /* it is required */
	MISSING_OWN,       /* the start of the region that the step acts on */
	MISSING_REST,      /* the rest of that region, or of the mapping */
	MISSING_FILE_SIZE, /* the file's size; without a file .fallback */
	MISSING_FILE,      /* the file that the step acts on, else -1 */
	MISSING_TEXT_SIZE, /* the number of given bytes; without, the rest */
	MISSING_ABSENT,    /* 0, and not shown: the parameter is optional */
	MISSING_NEWEST,    /* without other options the newest region; else absent */
};

/*
 * The meaning of a parameter for the call, regardless of defaults and names of
 * flags: the observer and the causes find arguments by their role.
 */
enum role {
	ROLE_NONE, /* characters, or not an argument */
	ROLE_ADDR, ROLE_LENGTH, ROLE_NEW_ADDR, ROLE_NEW_LENGTH, ROLE_PROT,
	ROLE_FLAGS, ROLE_ADVICE, ROLE_ACCESS, ROLE_STRIDE, ROLE_MODE,
	ROLE_FILL, ROLE_FD, ROLE_OFFSET, ROLE_SIZE, ROLE_INCREMENT,
	ROLE_NMEMB, ROLE_ALIGNMENT, ROLE_VIA, ROLE_FAULT_DELAY, ROLE_FRAMES,
	ROLE_PID, ROLE_ONLY, ROLE_PICTURE, ROLE_DETAIL, ROLE_OUTCOME,
	ROLE_ABOUT, ROLE_RANDOM, ROLE_SEED, ROLE_SIZES, ROLE_LIMIT,
	ROLE_GROW, ROLE_FAR, ROLE_SELECTOR, ROLE_DESCRIPTOR, ROLE_BASE,
	ROLE_SEGMENT, ROLE_CPL, ROLE_TABLE_LIMIT, ROLE_GATE, ROLE_CR3,
	ROLE_CONTROL, ROLE_PHYSICAL_BITS, ROLE_DEMONSTRATE, ROLE_TOP,
	ROLE_ASLR, ROLE_STATUS, ROLE_GUARD, ROLE_USER, ROLE_DROP, ROLE_SECONDS, ROLE_OPTION, ROLE_VALUE,
	ROLE_FAILED, ROLE_CALLS, ROLE_EFFECTS, ROLE_SUMMARY,
};

struct param {
	const char *name;
	enum param_kind kind;
	enum role role;
	const char *value; /* in a usage line: "SIZE"; NULL: it takes none */
	const char *help;
	enum param_missing missing; /* used if fallback is NULL */
	const char *fallback;       /* the default, as a user would type it */
	const char *with_file;      /* the same if the step has a file */
	const struct names *names;
	bool is_int;    /* the kernel takes its lower 32 bits only */
	uint64_t least; /* the smallest number accepted */
	uint64_t most;  /* the largest number accepted; 0: any */
};

extern const struct param param_addr, param_addr_hint, param_addr_break,
	param_length, param_length_map, param_length_peek, param_length_poke,
	param_prot, param_prot_map, param_flags_map, param_fd_map, param_offset,
	param_advice, param_flags_mlock, param_flags_mlockall,
	param_flags_msync, param_flags_mseal, param_flags_mremap,
	param_new_length, param_new_addr, param_increment, param_size_alloca,
	param_size_memfd, param_size_file, param_flags_memfd, param_path,
	param_flags_open, param_mode, param_fd, param_access, param_stride,
	param_bytes, param_text, param_fill, param_region, param_outcome, param_call, param_cause, param_example, param_pid,
	param_only, param_address, param_detail, param_picture,
	param_size_block, param_size_element, param_nmemb, param_alignment,
	param_pad, param_mallopt, param_value, param_frames,
	param_trace, param_random, param_seed, param_sizes,
	param_only_strategies, param_limit_heap, param_grow,
	param_mode_of, param_linear, param_far, param_selector,
	param_descriptor, param_offset_in, param_base, param_size_of,
	param_segment, param_reach, param_cpl, param_table_limit, param_gate,
	param_tables, param_cr3, param_control, param_physical_bits,
	param_size_request, param_size_object, param_demonstrate, param_top,
	param_via, param_fault_delay,
	param_demonstrate_segment, param_aslr, param_status, param_limit,
	param_stack_size, param_guard_size,
	param_filter, param_drop, param_namespaces,
	param_user, param_seconds, param_option, param_option_value,
	param_vma_name, param_group_limits, param_failed, param_calls,
	param_effects, param_summary, param_output, param_pid_traced;

#endif
