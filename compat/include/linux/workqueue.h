/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work queues that run several works at a time, for kernels before 3.3.
 *
 * Before 2.6.36 they know only one thread per queue or one per CPU, where a work
 * that waits holds up all behind it, and no way to wait for one work without
 * waiting for all; until 3.3 their names are no formats. So queues and works of
 * ours are run by lib/workqueue.c. The types are the kernel's (its headers have
 * works inside other structures), only what is done
 * with them is not: a work of ours must never get into the hands of the kernel's
 * functions, nor one of the kernel's into ours.
 */
#ifndef HVC_LINUX_WORKQUEUE_H
#define HVC_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>
#include <hvc_config.h>

#if !HVC_ALLOC_WORKQUEUE_EXISTS
#include <linux/compiler.h>
#include <linux/types.h>

#if !HVC_DELAYED_WORK_EXISTS
struct delayed_work {
	struct work_struct work;
};
#endif

#undef to_delayed_work
#define to_delayed_work(w)	container_of(w, struct delayed_work, work)

#define WQ_UNBOUND		0x1
#define WQ_MEM_RECLAIM		0x2
#define WQ_FREEZABLE		0x4
#define WQ_HIGHPRI		0x8
#define WQ_SYSFS		0

struct workqueue_struct *hvc_alloc_workqueue(const char *fmt, unsigned int flags,
					     int max_active, ...) __printf(1, 4);
void hvc_destroy_workqueue(struct workqueue_struct *wq);
void hvc_flush_workqueue(struct workqueue_struct *wq);
/* @wq NULL: the queue that all share. Any context. False: it was queued already. */
bool hvc_queue_work(struct workqueue_struct *wq, struct work_struct *work);
bool hvc_queue_delayed_work(struct workqueue_struct *wq,
			    struct delayed_work *dwork, unsigned long delay);
bool hvc_mod_delayed_work(struct workqueue_struct *wq,
			  struct delayed_work *dwork, unsigned long delay);
bool hvc_work_pending(struct work_struct *work);
/* May sleep, but for hvc_cancel_delayed_work(). */
bool hvc_flush_work(struct work_struct *work);
bool hvc_flush_delayed_work(struct delayed_work *dwork);
bool hvc_cancel_work_sync(struct work_struct *work);
bool hvc_cancel_delayed_work(struct delayed_work *dwork);
bool hvc_cancel_delayed_work_sync(struct delayed_work *dwork);
void hvc_init_work(struct work_struct *work,
		   void (*func)(struct work_struct *work));
void hvc_init_delayed_work(struct delayed_work *dwork,
			   void (*func)(struct work_struct *work));

/* Whatever of this the kernel has, even as a macro, is for its own works. */
#undef INIT_WORK
#undef INIT_DELAYED_WORK
#undef work_pending
#undef alloc_workqueue
#undef alloc_ordered_workqueue
#undef create_singlethread_workqueue
#undef destroy_workqueue
#undef flush_workqueue
#undef queue_work
#undef schedule_work
#undef queue_delayed_work
#undef schedule_delayed_work
#undef mod_delayed_work
#undef flush_work
#undef flush_delayed_work
#undef cancel_work_sync
#undef cancel_delayed_work
#undef cancel_delayed_work_sync
#undef DECLARE_WORK
#define DECLARE_WORK(name, function)					\
	struct work_struct name = {					\
		.entry = LIST_HEAD_INIT(name.entry),			\
		.func = (void *)(function),				\
	}
#define INIT_WORK(work, func)		hvc_init_work(work, func)
#define INIT_DELAYED_WORK(work, func)	hvc_init_delayed_work(work, func)
#define work_pending(work)		hvc_work_pending(work)
#define alloc_workqueue(fmt, flags, max, args...) \
	hvc_alloc_workqueue(fmt, flags, max, ##args)
#define alloc_ordered_workqueue(fmt, flags, args...) \
	hvc_alloc_workqueue(fmt, flags, 1, ##args)
#define create_singlethread_workqueue(name) \
	hvc_alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
#define destroy_workqueue(wq)		hvc_destroy_workqueue(wq)
#define flush_workqueue(wq)		hvc_flush_workqueue(wq)
#define queue_work(wq, work)		hvc_queue_work(wq, work)
#define schedule_work(work)		hvc_queue_work(NULL, work)
#define queue_delayed_work(wq, work, delay) \
	hvc_queue_delayed_work(wq, work, delay)
#define schedule_delayed_work(work, delay) \
	hvc_queue_delayed_work(NULL, work, delay)
#define mod_delayed_work(wq, work, delay) \
	hvc_mod_delayed_work(wq, work, delay)
#define flush_work(work)		hvc_flush_work(work)
#define flush_delayed_work(work)	hvc_flush_delayed_work(work)
#define cancel_work_sync(work)		hvc_cancel_work_sync(work)
#define cancel_delayed_work(work)	hvc_cancel_delayed_work(work)
#define cancel_delayed_work_sync(work)	hvc_cancel_delayed_work_sync(work)
/* The shared queue has no name here. */
#undef system_wq
#define system_wq			((struct workqueue_struct *)NULL)

#endif /* !HVC_ALLOC_WORKQUEUE_EXISTS */

#endif /* HVC_LINUX_WORKQUEUE_H */
