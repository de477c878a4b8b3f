/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/threads.h"

#include "command/act.h"

SUBJECT_STATE struct act_threads act_threads;
