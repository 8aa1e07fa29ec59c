// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to the connection and to the host's knowledge when this kernel
 * dies or is replaced: the panic is reported in the crash registers, with the
 * tail of the log if kernel.hyperv_record_panic_msg allows it, and the host is
 * told to let go of our memory.
 *
 * Locking: none. After a panic one CPU is left, possibly in an NMI; nothing
 * here sleeps, allocates or waits without a bound.
 *
 * Order in a panic (protocol 1.6, 2.8): registers when there is no text, the
 * other notifiers, UNLOAD as the last notifier, the text from the log dumper,
 * then the crash kernel if there is one.
 *
 * Newer kernels report panics themselves. Then only the UNLOAD is left to us.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kdebug.h>
#include <linux/kmsg_dump.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/sysctl.h>
#include <hyperv/hv_proto.h>
#include "vmbus_priv.h"

/* P0..P4 when there is no text */
enum {
	CRASH_ERROR,
	CRASH_GUEST_ID,
	CRASH_IP,
	CRASH_AX,
	CRASH_SP,
};

static char *crash_text;
static int record_panic_msg = 1;
static atomic_t crash_reported = ATOMIC_INIT(0);
static bool own_report;

/* Registers of the last oops; good for a panic of the same task only. */
static struct {
	const struct task_struct *task;
	u64 ip, ax, sp;
	long error;
} crash_oops;

static void vmbus_crash_regs(u64 regs[HYPERV_CRASH_PARAMS])
{
	struct pt_regs *pt;

	memset(regs, 0, HYPERV_CRASH_PARAMS * sizeof(regs[0]));
	if (crash_oops.task == current) {
		regs[CRASH_ERROR] = crash_oops.error;
		regs[CRASH_IP] = crash_oops.ip;
		regs[CRASH_AX] = crash_oops.ax;
		regs[CRASH_SP] = crash_oops.sp;
		return;
	}
	pt = task_pt_regs(current);
	regs[CRASH_IP] = instruction_pointer(pt);
	regs[CRASH_AX] = regs_return_value(pt);
	regs[CRASH_SP] = kernel_stack_pointer(pt);
}

/* The host takes the first report as the reason; there must be one only. */
static void vmbus_crash_report(const void *text, size_t len)
{
	u64 regs[HYPERV_CRASH_PARAMS];

	if (atomic_xchg(&crash_reported, 1))
		return;
	vmbus_crash_regs(regs);
	hv_platform_report_crash(regs, text, len);
}

static bool vmbus_crash_wants_text(void)
{
	return crash_text && READ_ONCE(record_panic_msg);
}

/* An oops: remember where; whether it becomes a panic is not yet known. */
static int vmbus_crash_die(struct notifier_block *nb, unsigned long val,
			   void *args)
{
	struct die_args *die = args;

	if (val != DIE_OOPS || !die->regs)
		return NOTIFY_DONE;
	crash_oops.ip = instruction_pointer(die->regs);
	crash_oops.ax = regs_return_value(die->regs);
	crash_oops.sp = kernel_stack_pointer(die->regs);
	crash_oops.error = die->err;
	crash_oops.task = current;
	return NOTIFY_DONE;
}

static int vmbus_crash_panic(struct notifier_block *nb, unsigned long val,
			     void *args)
{
	if (!vmbus_crash_wants_text())
		vmbus_crash_report(NULL, 0);
	return NOTIFY_DONE;
}

static int vmbus_crash_unload(struct notifier_block *nb, unsigned long val,
			      void *args)
{
	vmbus_unload_hook(true);
	return NOTIFY_DONE;
}

static void vmbus_crash_dump(struct kmsg_dumper *dumper,
			     struct kmsg_dump_detail *detail)
{
	struct kmsg_dump_iter iter;
	size_t len = 0;

	if (detail->reason != KMSG_DUMP_PANIC || !vmbus_crash_wants_text())
		return;
	memset(&iter, 0, sizeof(iter));
	kmsg_dump_rewind(&iter);
	/* As many of the newest lines as fit; without text at least registers. */
	if (!kmsg_dump_get_buffer(&iter, false, crash_text,
				  HYPERV_CRASH_TEXT_MAX, &len))
		len = 0;
	vmbus_crash_report(crash_text, len);
}
DEFINE_KMSG_DUMPER(crash_dumper, vmbus_crash_dump, KMSG_DUMP_PANIC);

static struct notifier_block crash_die_nb = {
	.notifier_call = vmbus_crash_die,
};

static struct notifier_block crash_panic_nb = {
	.notifier_call = vmbus_crash_panic,
	.priority = INT_MAX,
};

/* Near the end: others, like a framebuffer, may still need the host. */
static struct notifier_block crash_unload_nb = {
	.notifier_call = vmbus_crash_unload,
	.priority = INT_MIN + 1,
};

static struct ctl_table crash_sysctls[] = {
	{
		.procname = "hyperv_record_panic_msg",
		.data = &record_panic_msg,
		.maxlen = sizeof(record_panic_msg),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	},
};

static struct ctl_table_header *crash_sysctl_header;
static bool dumper_on;

/* A kernel that has the variable reports panics itself. */
static bool vmbus_crash_kernel_reports(void)
{
	struct file *file;

	file = filp_open("/proc/sys/kernel/hyperv_record_panic_msg", O_RDONLY,
			 0);
	if (IS_ERR(file))
		return false;
	filp_close(file, NULL);
	return true;
}

static void vmbus_crash_report_init(void)
{
	if (!hv_platform_has_crash_regs() || vmbus_crash_kernel_reports())
		return;

	own_report = true;
	/* Without the variable there is no way to forbid the text. */
	crash_sysctl_header = register_sysctl_sz("kernel", crash_sysctls,
						 ARRAY_SIZE(crash_sysctls));
	if (!crash_sysctl_header)
		pr_warn("no kernel.hyperv_record_panic_msg: panics are reported without text\n");
	else
		crash_text = (void *)get_zeroed_page(GFP_KERNEL);
	if (crash_text) {
		if (kmsg_dump_register(&crash_dumper)) {
			free_page((unsigned long)crash_text);
			crash_text = NULL;
		} else {
			dumper_on = true;
		}
	}
	register_die_notifier(&crash_die_nb);
	atomic_notifier_chain_register(&panic_notifier_list, &crash_panic_nb);
}

/* May sleep. Nothing here is worth failing for. */
int vmbus_crash_init(void)
{
	vmbus_crash_report_init();
	atomic_notifier_chain_register(&panic_notifier_list, &crash_unload_nb);
	hv_platform_set_shutdown_hook(vmbus_unload_hook);
	return 0;
}

/* May sleep. */
void vmbus_crash_exit(void)
{
	hv_platform_set_shutdown_hook(NULL);
	atomic_notifier_chain_unregister(&panic_notifier_list,
					 &crash_unload_nb);
	if (!own_report)
		return;
	atomic_notifier_chain_unregister(&panic_notifier_list, &crash_panic_nb);
	unregister_die_notifier(&crash_die_nb);
	if (dumper_on)
		kmsg_dump_unregister(&crash_dumper);
	dumper_on = false;
	unregister_sysctl_table(crash_sysctl_header);
	crash_sysctl_header = NULL;
	free_page((unsigned long)crash_text);
	crash_text = NULL;
	own_report = false;
}
