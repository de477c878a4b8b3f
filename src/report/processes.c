/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of a chain: who performs a step, and how each ended. */
#include <sys/wait.h>

#include "record/performer.h"
#include "render/field.h"
#include "report/internal.h"
#include "words/signals.h"

/* The process that performs a step. */
struct performed_in {
	int step; /* that forked it; 0: none, it is the first */
	char name[PROCESS_NAME_SIZE];
	int pid; /* 0: unknown */
	bool forked;
};

#define IN(member) MEMBER(struct performed_in, member)

static const struct field in_fields[] = {
	{"step", JSON_ONLY, VALUE_NUMBER, IN(step), .unless = UNLESS_ZERO},
	{"name", JSON_ONLY, VALUE_TEXT, IN(name)},
	{"pid", JSON_ONLY, VALUE_NUMBER, IN(pid), .unless = UNLESS_ZERO},
};

/* Without a word, it is the first process. */
static const struct field in_text_fields[] = {
	{TEXT_ONLY, "   in ", VALUE_TEXT, IN(name),
		IF_HAS(struct performed_in, forked)},
};

static struct performed_in performed_in(
	const struct plan *plan, const struct record *record)
{
	const struct step *step = record->step;
	const struct step *fork =
		step && step->in >= 0 ? &plan->steps[step->in] : NULL;
	struct performed_in in = {.step = fork ? fork->number : 0,
		.name = FIRST_PROCESS,
		.pid = record_pid(record),
		.forked = fork != NULL};

	if (fork)
		process_name(fork, step->in_item, in.name);
	return in;
}

void print_performed_in(
	struct render *r, const struct plan *plan, const struct record *record)
{
	struct performed_in in = performed_in(plan, record);

	render_item(r, "in", FIELDS(in_fields), &in);
}

void text_performed_in(
	struct render *r, const struct plan *plan, const struct record *record)
{
	struct performed_in in = performed_in(plan, record);

	render_phrase(r, STYLE_FAINT, FIELDS(in_text_fields), &in);
}

/* How a process ended: by a signal, or with a status.  A signal is the step's
 * result, and needs no words here. */
struct death {
	int step, exit_status;
	bool exited;
	const char *signal;
};

#define DEATH(member) MEMBER(struct death, member)
#define IF_EXITED IF_HAS(struct death, exited)

static const struct field death_fields[] = {
	{"step", JSON_ONLY, VALUE_NUMBER, DEATH(step)},
	{"signal", JSON_ONLY, VALUE_TEXT, DEATH(signal)},
	{"exit_status", "the subject exited with status ", VALUE_NUMBER,
		DEATH(exit_status), IF_EXITED},
	{TEXT_ONLY, " in step ", VALUE_NUMBER, DEATH(step), IF_EXITED},
};

void print_ended(
	struct render *r, bool died, int step, int wait_status, bool worded)
{
	struct death death = {.step = step,
		.exited = WIFEXITED(wait_status),
		.exit_status = WEXITSTATUS(wait_status)};

	if (!died) {
		render_null(r, "ended");
		return;
	}
	if (WIFSIGNALED(wait_status))
		death.signal = signal_name(WTERMSIG(wait_status));
	if (worded && death.exited)
		render_line(r, 0);
	render_object(r, "ended");
	if (worded)
		render_phrase(r, STYLE_BAD, FIELDS(death_fields), &death);
	else
		render_members(r, FIELDS(death_fields), &death);
	render_close(r);
}

/* .step is that which made it; the first has none, and memtool for parent. */
struct identity {
	int step, pid, tid, parent;
	const char *name;
};

#define IDENTITY(member) MEMBER(struct identity, member)

static const struct field identity_fields[] = {
	{"step", JSON_ONLY, VALUE_NUMBER, IDENTITY(step),
		.unless = UNLESS_ZERO},
	{"name", JSON_ONLY, VALUE_TEXT, IDENTITY(name)},
	{"pid", JSON_ONLY, VALUE_NUMBER, IDENTITY(pid)},
	{"tid", JSON_ONLY, VALUE_NUMBER, IDENTITY(tid)},
	{"parent", JSON_ONLY, VALUE_NUMBER, IDENTITY(parent),
		.unless = UNLESS_ZERO},
};

static void print_process(
	struct render *r, const struct plan *plan, const struct performer *p)
{
	const struct performer *process = p->process ? p->process : p;
	/* A thread ends with its process, at the latest. */
	const struct performer *ended = p->dead ? p : process;
	struct identity identity = {.pid = process->pid,
		.tid = p->pid,
		.step = p->step < 0 ? 0 : plan->steps[p->step].number,
		.parent = p->parent ? p->parent->pid : 0,
		.name = *p->name ? p->name : NULL};

	render_object(r, NULL);
	render_members(r, FIELDS(identity_fields), &identity);
	print_ended(r, ended->dead && !ended->killed,
		ended->dead ? plan->steps[ended->died_in].number : 0,
		ended->wait_status, false);
	render_close(r);
}

void print_processes(
	struct render *r, const struct plan *plan, const struct ending *ending)
{
	render_array(r, "processes");
	if (ending && ending->pid && ending->first) {
		print_process(r, plan, ending->first);
		for (size_t i = 0; i < ending->child_count; i++)
			print_process(r, plan, ending->children[i]);
	}
	render_close(r);
}
