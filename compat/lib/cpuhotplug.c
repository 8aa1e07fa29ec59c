// SPDX-License-Identifier: GPL-2.0-only
/*
 * Callbacks for CPUs that come and go, on kernels that have notifiers for that.
 *
 * Locking: hvc_cpuhp_on is changed by whoever holds the set of CPUs or by the
 * notifier, which runs while nobody can hold it.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <hvc_config.h>

#if !HVC_CPUHP_SETUP_STATE_EXISTS

/* A number like the ones that newer kernels give. */
#define CPUHP_ONE_STATE	1

static int (*hvc_cpuhp_up)(unsigned int cpu);
static int (*hvc_cpuhp_down)(unsigned int cpu);
static unsigned char hvc_cpuhp_on[NR_CPUS];

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
	complete(&call->done);
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

static int hvc_cpuhp_one_up(unsigned int cpu)
{
	int ret;

	if (hvc_cpuhp_on[cpu])
		return 0;
	ret = hvc_cpuhp_call(hvc_cpuhp_up, cpu);
	if (!ret)
		hvc_cpuhp_on[cpu] = 1;
	return ret;
}

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

#ifdef CPU_TASKS_FROZEN
	/* While tasks are frozen new threads run all the same. */
	action &= ~CPU_TASKS_FROZEN;
#endif
	switch (action) {
	case CPU_ONLINE:
	case CPU_DOWN_FAILED:
		hvc_cpuhp_one_up(cpu);
		break;
	case CPU_DOWN_PREPARE:
		if (hvc_cpuhp_one_down(cpu))
			return NOTIFY_BAD;
		break;
	}
	return NOTIFY_OK;
}

static struct notifier_block hvc_cpuhp_nb = {
	.notifier_call = hvc_cpuhp_notify,
};

static void hvc_cpuhp_all_down(void)
{
	unsigned int cpu;

	cpus_read_lock();
	for_each_online_cpu(cpu)
		hvc_cpuhp_one_down(cpu);
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
	/* First: what comes online from now on is not missed. */
	register_hotcpu_notifier(&hvc_cpuhp_nb);
	/* Where no CPU ever comes or goes that is nothing, and uses nothing. */
	(void)&hvc_cpuhp_nb;
	cpus_read_lock();
	for_each_online_cpu(cpu) {
		ret = hvc_cpuhp_one_up(cpu);
		if (ret)
			break;
	}
	cpus_read_unlock();
	if (!ret)
		return CPUHP_ONE_STATE;
	hvc_cpuhp_remove(CPUHP_ONE_STATE);
	return ret;
}

void hvc_cpuhp_remove(int state)
{
	unregister_hotcpu_notifier(&hvc_cpuhp_nb);
	hvc_cpuhp_all_down();
	hvc_cpuhp_up = NULL;
	hvc_cpuhp_down = NULL;
}

#endif
