/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "words/array.h"
#include "words/uapi.h"

/* Codes missing in older headers: asm-generic/siginfo.h. */
#ifndef SEGV_ACCADI
#define SEGV_ACCADI 5
#define SEGV_ADIDERR 6
#define SEGV_ADIPERR 7
#endif
#ifndef SEGV_MTEAERR
#define SEGV_MTEAERR 8
#define SEGV_MTESERR 9
#endif
#ifndef SEGV_CPERR
#define SEGV_CPERR 10
#endif

#define S(name)                                                                \
	{                                                                      \
#name, name                                                    \
	}

static const struct {
	char name[12]; /* not a pointer: see render/field.h */
	int number;
} signals[] = {
	S(SIGHUP),
	S(SIGINT),
	S(SIGQUIT),
	S(SIGILL),
	S(SIGTRAP),
	S(SIGABRT),
	S(SIGBUS),
	S(SIGFPE),
	S(SIGKILL),
	S(SIGUSR1),
	S(SIGSEGV),
	S(SIGUSR2),
	S(SIGPIPE),
	S(SIGALRM),
	S(SIGTERM),
	S(SIGCHLD),
	S(SIGCONT),
	S(SIGSTOP),
	S(SIGTSTP),
	S(SIGTTIN),
	S(SIGTTOU),
	S(SIGURG),
	S(SIGXCPU),
	S(SIGXFSZ),
	S(SIGVTALRM),
	S(SIGPROF),
	S(SIGWINCH),
	S(SIGIO),
	S(SIGPWR),
	S(SIGSYS),
#ifdef SIGSTKFLT
	S(SIGSTKFLT),
#endif
};

#define C(signal, name)                                                        \
	{                                                                      \
		signal, #name, name                                            \
	}

static const struct {
	int signal; /* 0: any */
	char name[20];
	int code;
} codes[] = {
	C(SIGSEGV, SEGV_MAPERR),
	C(SIGSEGV, SEGV_ACCERR),
	C(SIGSEGV, SEGV_BNDERR),
	C(SIGSEGV, SEGV_PKUERR),
	C(SIGSEGV, SEGV_ACCADI),
	C(SIGSEGV, SEGV_ADIDERR),
	C(SIGSEGV, SEGV_ADIPERR),
	C(SIGSEGV, SEGV_MTEAERR),
	C(SIGSEGV, SEGV_MTESERR),
	C(SIGSEGV, SEGV_CPERR),
	C(SIGBUS, BUS_ADRALN),
	C(SIGBUS, BUS_ADRERR),
	C(SIGBUS, BUS_OBJERR),
	C(SIGBUS, BUS_MCEERR_AR),
	C(SIGBUS, BUS_MCEERR_AO),
	/* <signal.h> may lack it. */
	{SIGSYS, "SYS_SECCOMP", UAPI_SYS_SECCOMP},
	C(SIGILL, ILL_ILLOPC),
	C(SIGILL, ILL_ILLOPN),
	C(SIGILL, ILL_ILLADR),
	C(SIGILL, ILL_ILLTRP),
	C(SIGILL, ILL_PRVOPC),
	C(SIGILL, ILL_PRVREG),
	C(SIGILL, ILL_COPROC),
	C(SIGILL, ILL_BADSTK),
	C(SIGFPE, FPE_INTDIV),
	C(SIGFPE, FPE_INTOVF),
	C(SIGFPE, FPE_FLTDIV),
	C(SIGFPE, FPE_FLTOVF),
	C(SIGFPE, FPE_FLTUND),
	C(SIGFPE, FPE_FLTRES),
	C(SIGFPE, FPE_FLTINV),
	C(SIGFPE, FPE_FLTSUB),
	C(SIGTRAP, TRAP_BRKPT),
	C(SIGTRAP, TRAP_TRACE),
	C(0, SI_USER),
	C(0, SI_KERNEL),
	C(0, SI_QUEUE),
	C(0, SI_TKILL),
};

enum {
	REAL_TIME_MOST = 100,
	SIGNALS = ARRAY_SIZE(signals),
	CODES = ARRAY_SIZE(codes)
};

/* Real-time signals have no own names: "SIGRTMIN+6", as in bash(1). */
static const char *real_time_name(int number)
{
	static char names[REAL_TIME_MOST][sizeof("SIGRTMIN+99")];
	int n = number - SIGRTMIN;

	if (n < 0 || number > SIGRTMAX || n >= REAL_TIME_MOST)
		return NULL;
	if (n == 0)
		return "SIGRTMIN";
	snprintf(names[n], sizeof(names[n]), "SIGRTMIN+%d", n);
	return names[n];
}

static int real_time_number(const char *name)
{
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++) {
		const char *known = real_time_name(number);

		if (known && strcasecmp(known + 3, name) == 0)
			return number;
	}
	return 0;
}

const char *signal_name(int number)
{
	for (size_t i = 0; i < SIGNALS; i++)
		if (signals[i].number == number)
			return signals[i].name;
	return real_time_name(number);
}

int signal_number(const char *name)
{
	const char *bare = strncasecmp(name, "SIG", 3) == 0 ? name + 3 : name;

	for (size_t i = 0; i < SIGNALS; i++)
		if (strcasecmp(signals[i].name + 3, bare) == 0)
			return signals[i].number;
	return real_time_number(bare);
}

const char *signal_code_name(int number, int code)
{
	for (size_t i = 0; i < CODES; i++)
		if ((codes[i].signal == number || codes[i].signal == 0) &&
			codes[i].code == code)
			return codes[i].name;
	return NULL;
}

bool signal_code(int number, const char *name, int *code)
{
	for (size_t i = 0; i < CODES; i++)
		if ((codes[i].signal == number || codes[i].signal == 0) &&
			strcasecmp(codes[i].name, name) == 0) {
			*code = codes[i].code;
			return true;
		}
	return false;
}

const char *signal_code_at(int number, size_t index)
{
	for (size_t i = 0; i < CODES; i++)
		if (number && (codes[i].signal == number || !codes[i].signal) &&
			index-- == 0)
			return codes[i].name;
	return NULL;
}

const char *signal_at(size_t index)
{
	return index < SIGNALS ? signals[index].name : NULL;
}
