// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timers of Hyper-V have a header of their own.
 *
 * Since: 5.3 (fd1fea6834d0)
 */
#include <clocksource/hyperv_timer.h>
