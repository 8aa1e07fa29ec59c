// SPDX-License-Identifier: GPL-2.0-only
/*
 * Callbacks for CPUs that come and go, on kernels that have notifiers for that.
 *
 * Locking: hvc_cpuhp_lock protects hvc_cpuhp_on, hvc_cpuhp_ending, and each CPU's
 * way up or down as a whole. On 2.6.18 the notifier can run while the set of CPUs is
 * held, so that alone would not do. It is taken inside of whatever holds the set.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <hvc_config.h>

#if !HVC_CPUHP_SETUP_STATE_EXISTS

/* A number like the ones that newer kernels give. */
#define CPUHP_ONE_STATE	1

static int (*hvc_cpuhp_up)(unsigned int cpu);
static int (*hvc_cpuhp_down)(unsigned int cpu);
static DEFINE_MUTEX(hvc_cpuhp_lock);
static unsigned char hvc_cpuhp_on[NR_CPUS];
static bool hvc_cpuhp_ending;

struct hvc_cpuhp_call {
	int (*fn)(unsigned int cpu);
	unsigned int cpu;
	int ret;
	struct completion done;
};

static int hvc_cpuhp_thread(void *data)
{
	struct hvc_cpuhp_call *call = data;

	call->ret = call->fn(call->cpu);
	/* Never back into this module, which may be gone by then. */
	complete_and_exit(&call->done, 0);
	return 0;
}

/*
 * Through a thread: a notifier runs on any CPU, the callback has to run on its
 * own and may sleep.
 */
static int hvc_cpuhp_call(int (*fn)(unsigned int cpu), unsigned int cpu)
{
	struct hvc_cpuhp_call call;
	struct task_struct *task;

	call.fn = fn;
	call.cpu = cpu;
	call.ret = 0;
	init_completion(&call.done);
	task = kthread_create(hvc_cpuhp_thread, &call, "hv_cpu/%u", cpu);
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_bind(task, cpu);
	wake_up_process(task);
	wait_for_completion(&call.done);
	return call.ret;
}

/* hvc_cpuhp_lock held. */
static int hvc_cpuhp_one_up(unsigned int cpu)
{
	int ret;

	if (hvc_cpuhp_on[cpu] || hvc_cpuhp_ending)
		return 0;
	ret = hvc_cpuhp_call(hvc_cpuhp_up, cpu);
	if (!ret)
		hvc_cpuhp_on[cpu] = 1;
	return ret;
}

/* hvc_cpuhp_lock held. */
static int hvc_cpuhp_one_down(unsigned int cpu)
{
	int ret;

	if (!hvc_cpuhp_on[cpu])
		return 0;
	ret = hvc_cpuhp_call(hvc_cpuhp_down, cpu);
	if (!ret)
		hvc_cpuhp_on[cpu] = 0;
	return ret;
}

static int hvc_cpuhp_notify(struct notifier_block *nb, unsigned long action,
			    void *data)
{
	unsigned int cpu = (unsigned long)data;
	int ret = NOTIFY_OK;

#ifdef CPU_TASKS_FROZEN
	/* While tasks are frozen new threads run all the same. */
	action &= ~CPU_TASKS_FROZEN;
#endif
	/* Some others come with interrupts off. */
	if (action != CPU_ONLINE && action != CPU_DOWN_FAILED &&
	    action != CPU_DOWN_PREPARE && action != CPU_DEAD)
		return NOTIFY_OK;
	mutex_lock(&hvc_cpuhp_lock);
	if (action == CPU_DEAD)
		/* It came up once more while it was going: 2.6.18 allows that. */
		hvc_cpuhp_on[cpu] = 0;
	else if (action != CPU_DOWN_PREPARE)
		hvc_cpuhp_one_up(cpu);
	else if (hvc_cpuhp_one_down(cpu))
		ret = NOTIFY_BAD;
	mutex_unlock(&hvc_cpuhp_lock);
	return ret;
}

static struct notifier_block hvc_cpuhp_nb = {
	.notifier_call = hvc_cpuhp_notify,
};

/* From here on the notifier brings no CPU up, and finds none to bring down. */
static void hvc_cpuhp_all_down(void)
{
	unsigned int cpu;

	cpus_read_lock();
	mutex_lock(&hvc_cpuhp_lock);
	hvc_cpuhp_ending = true;
	for_each_online_cpu(cpu)
		hvc_cpuhp_one_down(cpu);
	mutex_unlock(&hvc_cpuhp_lock);
	cpus_read_unlock();
}

int hvc_cpuhp_setup(int (*up)(unsigned int cpu), int (*down)(unsigned int cpu))
{
	unsigned int cpu;
	int ret = 0;

	if (hvc_cpuhp_up)
		return -EBUSY;
	hvc_cpuhp_up = up;
	hvc_cpuhp_down = down;
	hvc_cpuhp_ending = false;
	/* First: what comes online from now on is not missed. */
	register_hotcpu_notifier(&hvc_cpuhp_nb);
	/* Where no CPU ever comes or goes that is nothing, and uses nothing. */
	(void)&hvc_cpuhp_nb;
	cpus_read_lock();
	mutex_lock(&hvc_cpuhp_lock);
	for_each_online_cpu(cpu) {
		ret = hvc_cpuhp_one_up(cpu);
		if (ret)
			break;
	}
	mutex_unlock(&hvc_cpuhp_lock);
	cpus_read_unlock();
	if (!ret)
		return CPUHP_ONE_STATE;
	hvc_cpuhp_remove(CPUHP_ONE_STATE);
	return ret;
}

void hvc_cpuhp_remove(int state)
{
	hvc_cpuhp_all_down();
	unregister_hotcpu_notifier(&hvc_cpuhp_nb);
	hvc_cpuhp_up = NULL;
	hvc_cpuhp_down = NULL;
}

#endif
