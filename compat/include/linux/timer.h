/* SPDX-License-Identifier: GPL-2.0-only */
/* Newest names of timer functions. */
#ifndef HVC_LINUX_TIMER_H
#define HVC_LINUX_TIMER_H

#include_next <linux/timer.h>
#include <hvc_config.h>

#if !HVC_TIMER_CONTAINER_OF_EXISTS
#define timer_container_of(var, timer, field)	from_timer(var, timer, field)
#endif

#if !HVC_TIMER_DELETE_EXISTS
#define timer_delete(t)		del_timer(t)
#endif

#if !HVC_TIMER_DELETE_SYNC_EXISTS
#define timer_delete_sync(t)	del_timer_sync(t)
#endif

/*
 * Without it a timer can be armed again after it was deleted: the caller has to
 * make sure that nothing does so.
 */
#if !HVC_TIMER_SHUTDOWN_SYNC_EXISTS
#define timer_shutdown_sync(t)	timer_delete_sync(t)
#endif

#endif /* HVC_LINUX_TIMER_H */
