// SPDX-License-Identifier: GPL-2.0-only
/*
 * from_timer() is called timer_container_of().
 *
 * Since: 6.16 (41cb08555c41)
 */
#include <linux/timer.h>

#ifndef timer_container_of
#error missing
#endif
