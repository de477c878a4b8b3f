/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "report/inside.h"
#include "words/errnos.h"
#include "words/signals.h"

static const char *status_word(const struct record *record)
{
	static const char *const words[] = {
		[OUTCOME_OK] = "ok",
		[OUTCOME_ERROR] = "error",
		[OUTCOME_SIGNAL] = "signal",
		[OUTCOME_SKIPPED] = "skipped",
	};

	return words[record->outcome.kind];
}

static struct value result_value(const struct record *record)
{
	if (record->outcome.kind != OUTCOME_OK ||
		command_kind(record->call.command)->result == RESULT_NOTHING)
		return as_null();
	if (command_kind(record->call.command)->result == RESULT_ADDRESS)
		return as_address((uint64_t)record->returned.value);
	return as_number(record->returned.value);
}

static void tell_errno(struct render *r, const struct record *record)
{
	int number = record->outcome.number;

	if (record->outcome.kind != OUTCOME_ERROR || !number) {
		render_null(r, "errno");
		return;
	}
	render_object(r, "errno");
	render_fact(r, "name", NULL, as_text(errno_name(number)));
	render_fact(r, "number", NULL, as_number(number));
	render_fact(r, "message", NULL, as_text(strerror(number)));
	render_close(r);
}

static void tell_signal(struct render *r, const struct record *record)
{
	const struct outcome *o = &record->outcome;

	if (o->kind != OUTCOME_SIGNAL) {
		render_null(r, "signal");
		return;
	}
	render_object(r, "signal");
	render_fact(r, "name", NULL, as_text(signal_name(o->number)));
	render_fact(r, "code", NULL,
		as_text(o->coded ? signal_code_name(o->number, o->code)
				 : NULL));
	render_fact(r, "address", NULL,
		record->has_fault_address ? as_address(record->fault_address)
					  : as_null());
	render_close(r);
}

void tell_result(struct render *r, const struct record *record)
{
	bool timed = record->has_returned;

	render_object(r, "result");
	render_fact(r, "status", NULL, as_text(status_word(record)));
	render_fact(r, "value", NULL, result_value(record));
	tell_errno(r, record);
	tell_signal(r, record);
	render_fact(r, "unsupported", NULL, as_truth(record->unsupported));
	render_fact(r, "reason", NULL,
		*record->reason.text ? as_text(record->reason.text)
				     : as_null());
	render_fact(r, "duration_ns", NULL,
		as_duration(timed ? record->returned.duration_ns : -1));
	render_close(r);
}

static void say_signal(struct render *r, const struct record *record)
{
	const struct outcome *o = &record->outcome;
	const char *code =
		o->coded ? signal_code_name(o->number, o->code) : NULL;
	const char *name = signal_name(o->number);
	char address[32] = "";

	if (record->has_fault_address)
		snprintf(address, sizeof(address), " 0x%" PRIx64,
			record->fault_address);
	render_keep(r, STYLE_BAD, " = %s%s%s%s%s", name ? name : "a signal",
		code ? " (" : "", code ? code : "", code ? ")" : "", address);
}

static void say_value(struct render *r, const struct record *record)
{
	const struct command *command = record->call.command;
	int64_t value = record->returned.value;

	if (command_kind(command)->result == RESULT_NOTHING)
		return;
	if (command_kind(command)->result == RESULT_ADDRESS)
		render_keep(r, STYLE_PLAIN, " = 0x%" PRIx64, (uint64_t)value);
	else if (command_kind(command)->result == RESULT_COUNT)
		render_keep(r, STYLE_PLAIN, " = %" PRId64 " %s%s", value,
			command_kind(command)->unit(&record->call),
			value == 1 ? "" : "s");
	else
		render_keep(r, STYLE_PLAIN, " = %" PRId64, value);
}

/* " = -1 ENOMEM (Cannot allocate memory)" */
static void say_error(
	struct render *r, const struct command *command, int number)
{
	const char *name = errno_name(number);
	char value[16] = "-1";

	if (command_kind(command)->failed == FAILED_NULL)
		strcpy(value, "NULL");
	if (command_kind(command)->failed == FAILED_ERROR_NUMBER)
		snprintf(value, sizeof(value), "%d", number);
	render_keep(r, STYLE_BAD, " = %s %s (%s)", value, name ? name : "",
		strerror(number));
}

void say_result(struct render *r, const struct record *record)
{
	int number = record->outcome.number;

	switch (record->outcome.kind) {
	case OUTCOME_OK:
		say_value(r, record);
		return;
	case OUTCOME_SIGNAL:
		say_signal(r, record);
		return;
	case OUTCOME_SKIPPED:
		render_say(
			r, STYLE_CHANGED, "  skipped: %s", record->reason.text);
		return;
	case OUTCOME_ERROR:
		if (number)
			say_error(r, record->call.command, number);
		else if (record->returned.refused)
			render_keep(r, STYLE_BAD, " = %" PRId64 " (%s)",
				record->returned.value, record->reason.text);
		else
			render_keep(
				r, STYLE_BAD, " = ? (%s)", record->reason.text);
		return;
	}
}
