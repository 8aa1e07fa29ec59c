// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work queues with as many threads as there are works that wait; for kernels
 * before 3.3, see include/linux/workqueue.h.
 *
 * Every queue keeps one idle thread more than it needs, up to its limit: a
 * thread that takes a work first makes sure that another one is left for the
 * next work. So a work that waits for the host does not hold up another one,
 * and queueing, which may happen in an interrupt, never needs a new thread. If
 * there is no memory for another thread, works wait for their turn.
 *
 * Locking: pool_lock, irq-safe, protects all lists, all counters, and whether a
 * work is queued (its entry is in a list), running (a worker says so) or being
 * cancelled (an entry of cancels says so). A wait queue's lock nests inside it.
 */
#include <linux/module.h>
#include <hvc_config.h>

#if !HVC_ALLOC_WORKQUEUE_EXISTS

#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#if HVC_FREEZER_HEADER_EXISTS
#include <linux/freezer.h>
#endif

#define POOL_THREADS	16	/* of one queue */

/**
 * struct hvc_pool - a queue; what the kernel's opaque workqueue_struct stands for
 * @pending: works that wait for a thread
 * @workers: its threads
 * @nr: number of @workers, and of threads about to be created
 * @idle: how many of them have nothing to do
 * @max: limit of @nr
 * @freezable: its threads stop while the machine goes to sleep
 * @wake: where idle threads sleep
 * @name: of the threads
 */
struct hvc_pool {
	struct list_head pending;
	struct list_head workers;
	int nr;
	int idle;
	int max;
	bool freezable;
	wait_queue_head_t wake;
	char name[32];
};

struct hvc_worker {
	struct list_head entry;
	struct hvc_pool *pool;
	struct task_struct *task;
	struct work_struct *running;
};

static DEFINE_SPINLOCK(pool_lock);
/* Woken whenever a work was done; those who wait look for what they want. */
static DECLARE_WAIT_QUEUE_HEAD(work_done);
/* All queues: a work can be running on any. Under pool_lock. */
struct hvc_pool_entry {
	struct list_head entry;
	struct hvc_pool pool;
};
static LIST_HEAD(pools);

/*
 * Works that somebody waits to be done with. Until then they cannot be queued, nor
 * their timers started, by themselves or by others: no queueing slips in between
 * the last look at a work and the return of the one who cancels it.
 */
struct hvc_cancel {
	struct list_head entry;
	const struct work_struct *work;
};
static LIST_HEAD(cancels);

/* The queue that all share lives as long as any other. */
static DEFINE_MUTEX(users_lock);
static unsigned int users;
static struct hvc_pool *shared_pool;

static struct hvc_pool *to_pool(struct workqueue_struct *wq)
{
	return wq ? (struct hvc_pool *)wq : shared_pool;
}

/* -------- threads -------- */

static int pool_thread(void *data);

/* May sleep; room in nr was taken by the caller. */
static int pool_spawn(struct hvc_pool *pool)
{
	struct hvc_worker *w = kzalloc(sizeof(*w), GFP_KERNEL);
	struct task_struct *task = NULL;
	unsigned long flags;

	if (w) {
		w->pool = pool;
		task = kthread_create(pool_thread, w, "%s", pool->name);
		if (IS_ERR(task))
			task = NULL;
	}
	spin_lock_irqsave(&pool_lock, flags);
	if (task) {
		w->task = task;
		list_add(&w->entry, &pool->workers);
		pool->idle++;
	} else {
		pool->nr--;
	}
	spin_unlock_irqrestore(&pool_lock, flags);
	if (!task) {
		kfree(w);
		return -ENOMEM;
	}
	wake_up_process(task);
	return 0;
}

/* pool_lock held. */
static bool work_running(const struct work_struct *work)
{
	struct hvc_pool_entry *e;
	struct hvc_worker *w;

	list_for_each_entry(e, &pools, entry)
		list_for_each_entry(w, &e->pool.workers, entry)
			if (w->running == work)
				return true;
	return false;
}

/* pool_lock held. */
static bool work_cancelled(const struct work_struct *work)
{
	struct hvc_cancel *c;

	list_for_each_entry(c, &cancels, entry)
		if (c->work == work)
			return true;
	return false;
}

/*
 * The next work to run. pool_lock held. Never one that is still running from an
 * earlier time: nobody expects to meet himself.
 */
static struct work_struct *next_work(struct hvc_pool *pool)
{
	struct work_struct *work;

	list_for_each_entry(work, &pool->pending, entry)
		if (!work_running(work))
			return work;
	return NULL;
}

static bool pool_has_work(struct hvc_pool *pool)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&pool_lock, flags);
	ret = next_work(pool) != NULL;
	spin_unlock_irqrestore(&pool_lock, flags);
	return ret;
}

static void pool_run_one(struct hvc_worker *w)
{
	struct hvc_pool *pool = w->pool;
	void (*func)(struct work_struct *work);
	struct hvc_pool_entry *e;
	struct work_struct *work;
	unsigned long flags;
	bool spawn = false;

	spin_lock_irqsave(&pool_lock, flags);
	work = next_work(pool);
	if (!work) {
		spin_unlock_irqrestore(&pool_lock, flags);
		return;
	}
	list_del_init(&work->entry);
	w->running = work;
	func = (void (*)(struct work_struct *))work->func;
	pool->idle--;
	if (!pool->idle && pool->nr < pool->max) {
		pool->nr++;
		spawn = true;
	}
	spin_unlock_irqrestore(&pool_lock, flags);

	if (spawn)
		pool_spawn(pool);
	func(work);

	/* The work itself may be gone by now: only its address is looked at. */
	spin_lock_irqsave(&pool_lock, flags);
	w->running = NULL;
	pool->idle++;
	/* It may have been queued again meanwhile, on any queue, and passed over. */
	list_for_each_entry(e, &pools, entry)
		if (!list_empty(&e->pool.pending))
			wake_up(&e->pool.wake);
	spin_unlock_irqrestore(&pool_lock, flags);
	wake_up_all(&work_done);
}

static int pool_thread(void *data)
{
	struct hvc_worker *w = data;
	struct hvc_pool *pool = w->pool;

#if HVC_FREEZER_HEADER_EXISTS
	if (pool->freezable)
		set_freezable();
#else
	if (!pool->freezable)
		current->flags |= PF_NOFREEZE;
#endif
	while (!kthread_should_stop()) {
		wait_event_interruptible(pool->wake,
					 pool_has_work(pool) ||
					 kthread_should_stop() ||
					 (pool->freezable && freezing(current)));
		if (pool->freezable)
			try_to_freeze();
		pool_run_one(w);
	}
	return 0;
}

/* -------- queues -------- */

static struct hvc_pool *pool_create(unsigned int flags, int max)
{
	struct hvc_pool_entry *e = kzalloc(sizeof(*e), GFP_KERNEL);
	struct hvc_pool *pool;

	if (!e)
		return NULL;
	pool = &e->pool;
	INIT_LIST_HEAD(&pool->pending);
	INIT_LIST_HEAD(&pool->workers);
	init_waitqueue_head(&pool->wake);
	pool->freezable = (flags & WQ_FREEZABLE) != 0;
	pool->max = max > 0 && max < POOL_THREADS ? max : POOL_THREADS;
	return pool;
}

/* Let it run. Frees @pool on failure. */
static int pool_start(struct hvc_pool *pool)
{
	struct hvc_pool_entry *e =
		container_of(pool, struct hvc_pool_entry, pool);
	unsigned long flags;

	spin_lock_irqsave(&pool_lock, flags);
	list_add_tail(&e->entry, &pools);
	pool->nr++;
	spin_unlock_irqrestore(&pool_lock, flags);
	if (!pool_spawn(pool))
		return 0;
	spin_lock_irqsave(&pool_lock, flags);
	list_del(&e->entry);
	spin_unlock_irqrestore(&pool_lock, flags);
	kfree(e);
	return -ENOMEM;
}

static bool pool_idle(struct hvc_pool *pool)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&pool_lock, flags);
	ret = list_empty(&pool->pending) && pool->idle == pool->nr;
	spin_unlock_irqrestore(&pool_lock, flags);
	return ret;
}

static void pool_stop(struct hvc_pool *pool)
{
	struct hvc_pool_entry *e =
		container_of(pool, struct hvc_pool_entry, pool);
	struct hvc_worker *w;
	unsigned long flags;

	wait_event(work_done, pool_idle(pool));
	for (;;) {
		spin_lock_irqsave(&pool_lock, flags);
		w = NULL;
		if (!list_empty(&pool->workers)) {
			w = list_entry(pool->workers.next, struct hvc_worker,
				       entry);
			list_del(&w->entry);
			pool->nr--;
			pool->idle--;
		}
		spin_unlock_irqrestore(&pool_lock, flags);
		if (!w)
			break;
		/* Returns when the thread is gone for good. */
		kthread_stop(w->task);
		kfree(w);
	}
	spin_lock_irqsave(&pool_lock, flags);
	list_del(&e->entry);
	spin_unlock_irqrestore(&pool_lock, flags);
	kfree(e);
}

static int shared_get(void)
{
	int ret = 0;

	mutex_lock(&users_lock);
	if (!shared_pool) {
		shared_pool = pool_create(0, POOL_THREADS);
		if (shared_pool)
			strcpy(shared_pool->name, "hv_work");
		if (!shared_pool || pool_start(shared_pool)) {
			shared_pool = NULL;
			ret = -ENOMEM;
		}
	}
	if (!ret)
		users++;
	mutex_unlock(&users_lock);
	return ret;
}

static void shared_put(void)
{
	mutex_lock(&users_lock);
	users--;
	if (!users) {
		pool_stop(shared_pool);
		shared_pool = NULL;
	}
	mutex_unlock(&users_lock);
}

struct workqueue_struct *hvc_alloc_workqueue(const char *fmt,
					     unsigned int flags,
					     int max_active, ...)
{
	struct hvc_pool *pool;
	va_list args;

	if (shared_get())
		return NULL;
	pool = pool_create(flags, max_active);
	if (!pool)
		goto fail;
	va_start(args, max_active);
	vsnprintf(pool->name, sizeof(pool->name), fmt, args);
	va_end(args);
	if (pool_start(pool))
		goto fail;
	return (struct workqueue_struct *)pool;
fail:
	shared_put();
	return NULL;
}
EXPORT_SYMBOL_GPL(hvc_alloc_workqueue);

void hvc_destroy_workqueue(struct workqueue_struct *wq)
{
	pool_stop(to_pool(wq));
	shared_put();
}
EXPORT_SYMBOL_GPL(hvc_destroy_workqueue);

void hvc_flush_workqueue(struct workqueue_struct *wq)
{
	wait_event(work_done, pool_idle(to_pool(wq)));
}
EXPORT_SYMBOL_GPL(hvc_flush_workqueue);

/* -------- works -------- */

void hvc_init_work(struct work_struct *work,
		   void (*func)(struct work_struct *work))
{
	memset(work, 0, sizeof(*work));
	INIT_LIST_HEAD(&work->entry);
	/* Where the kernel's type differs: one pointer argument is one. */
	work->func = (void *)func;
}
EXPORT_SYMBOL_GPL(hvc_init_work);

bool hvc_queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	struct hvc_pool *pool = to_pool(wq);
	unsigned long flags;
	bool queued = false;

	spin_lock_irqsave(&pool_lock, flags);
	if (list_empty(&work->entry) && !work_cancelled(work)) {
		list_add_tail(&work->entry, &pool->pending);
		queued = true;
	}
	spin_unlock_irqrestore(&pool_lock, flags);
	if (queued)
		wake_up(&pool->wake);
	return queued;
}
EXPORT_SYMBOL_GPL(hvc_queue_work);

static bool work_busy_now(struct work_struct *work)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&pool_lock, flags);
	ret = !list_empty(&work->entry) || work_running(work);
	spin_unlock_irqrestore(&pool_lock, flags);
	return ret;
}

bool hvc_work_pending(struct work_struct *work)
{
	unsigned long flags;
	bool ret;

	spin_lock_irqsave(&pool_lock, flags);
	ret = !list_empty(&work->entry);
	spin_unlock_irqrestore(&pool_lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(hvc_work_pending);

bool hvc_flush_work(struct work_struct *work)
{
	bool busy = work_busy_now(work);

	wait_event(work_done, !work_busy_now(work));
	return busy;
}
EXPORT_SYMBOL_GPL(hvc_flush_work);

/* True when it was queued. */
static bool work_dequeue(struct work_struct *work)
{
	unsigned long flags;
	bool was;

	spin_lock_irqsave(&pool_lock, flags);
	was = !list_empty(&work->entry);
	list_del_init(&work->entry);
	spin_unlock_irqrestore(&pool_lock, flags);
	/* Somebody may wait for it. */
	if (was)
		wake_up_all(&work_done);
	return was;
}

/* May sleep. @timer: of a delayed work, or NULL. True when it was to run. */
static bool work_cancel_sync(struct work_struct *work, struct timer_list *timer)
{
	struct hvc_cancel c;
	unsigned long flags;
	bool was = false;

	c.work = work;
	spin_lock_irqsave(&pool_lock, flags);
	list_add(&c.entry, &cancels);
	spin_unlock_irqrestore(&pool_lock, flags);

	/* When this returns its handler is done, and found the work cancelled. */
	if (timer && del_timer_sync(timer))
		was = true;
	if (work_dequeue(work))
		was = true;
	wait_event(work_done, !work_busy_now(work));

	spin_lock_irqsave(&pool_lock, flags);
	list_del(&c.entry);
	spin_unlock_irqrestore(&pool_lock, flags);
	return was;
}

bool hvc_cancel_work_sync(struct work_struct *work)
{
	return work_cancel_sync(work, NULL);
}
EXPORT_SYMBOL_GPL(hvc_cancel_work_sync);

/* -------- delayed works -------- */

static struct timer_list *work_timer(struct delayed_work *dwork)
{
#if HVC_DELAYED_WORK_HAS_TIMER
	return &dwork->timer;
#else
	return &dwork->work.timer;
#endif
}

/* The queue it goes to when its time has come, kept where the kernel would. */
static struct hvc_pool **work_target(struct delayed_work *dwork)
{
#if HVC_WORK_GETS_ITSELF
	return (struct hvc_pool **)work_data_bits(&dwork->work);
#else
	return (struct hvc_pool **)&dwork->work.wq_data;
#endif
}

static void work_timeout(unsigned long data)
{
	struct delayed_work *dwork = (struct delayed_work *)data;

	hvc_queue_work((struct workqueue_struct *)*work_target(dwork),
		       &dwork->work);
}

void hvc_init_delayed_work(struct delayed_work *dwork,
			   void (*func)(struct work_struct *work))
{
	struct timer_list *timer = work_timer(dwork);

	hvc_init_work(&dwork->work, func);
	init_timer(timer);
	timer->function = work_timeout;
	timer->data = (unsigned long)dwork;
}
EXPORT_SYMBOL_GPL(hvc_init_delayed_work);

bool hvc_queue_delayed_work(struct workqueue_struct *wq,
			    struct delayed_work *dwork, unsigned long delay)
{
	struct timer_list *timer = work_timer(dwork);
	unsigned long flags;
	bool queued = false;

	if (!delay && !timer_pending(timer))
		return hvc_queue_work(wq, &dwork->work);
	spin_lock_irqsave(&pool_lock, flags);
	if (list_empty(&dwork->work.entry) && !timer_pending(timer) &&
	    !work_cancelled(&dwork->work)) {
		*work_target(dwork) = to_pool(wq);
		timer->expires = jiffies + delay;
		add_timer(timer);
		queued = true;
	}
	spin_unlock_irqrestore(&pool_lock, flags);
	return queued;
}
EXPORT_SYMBOL_GPL(hvc_queue_delayed_work);

bool hvc_mod_delayed_work(struct workqueue_struct *wq,
			  struct delayed_work *dwork, unsigned long delay)
{
	bool was = hvc_cancel_delayed_work(dwork);

	hvc_queue_delayed_work(wq, dwork, delay);
	return was;
}
EXPORT_SYMBOL_GPL(hvc_mod_delayed_work);

bool hvc_flush_delayed_work(struct delayed_work *dwork)
{
	if (del_timer_sync(work_timer(dwork)))
		hvc_queue_work((struct workqueue_struct *)*work_target(dwork),
			       &dwork->work);
	return hvc_flush_work(&dwork->work);
}
EXPORT_SYMBOL_GPL(hvc_flush_delayed_work);

bool hvc_cancel_delayed_work(struct delayed_work *dwork)
{
	bool was = del_timer(work_timer(dwork)) != 0;

	return work_dequeue(&dwork->work) || was;
}
EXPORT_SYMBOL_GPL(hvc_cancel_delayed_work);

bool hvc_cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return work_cancel_sync(&dwork->work, work_timer(dwork));
}
EXPORT_SYMBOL_GPL(hvc_cancel_delayed_work_sync);

#endif /* !HVC_ALLOC_WORKQUEUE_EXISTS */
