// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time synchronisation (protocol 4.3): steps the clock when the host says so
 * and offers the host's clock to user space as the PTP clock "hyperv".
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/ptp_clock_kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include "timesync_math.h"
#include "utils.h"

static bool timesync_implicit;
module_param_bool(timesync_implicit, 0644);
MODULE_PARM_DESC(timesync_implicit,
		 "Step the clock whenever it is 5 s or more behind the host, even if the host does not ask for it");

/**
 * struct hv_timesync - state of the component
 * @newest: last time message of the batch being read; channel callback only
 * @arrived: @newest is filled; channel callback only
 * @asked: one message of the batch asked for a step; channel callback only
 * @lock: protects @sample, @valid and @step
 * @sample: the host's clock as last told
 * @valid: @sample is filled
 * @step: the host asked for a step that has not been done yet
 * @work: looks at the clock and steps it
 * @info: description of the PTP clock
 * @ptp: the PTP clock, NULL without one
 */
struct hv_timesync {
	struct timesync_sample newest;
	bool arrived;
	bool asked;

	spinlock_t lock;	/* protects the next three */
	struct timesync_sample sample;
	bool valid;
	bool step;

	struct work_struct work;
	struct ptp_clock_info info;
	struct ptp_clock *ptp;
};

static const u32 timesync_versions[] = {
	IC_VERSION(4, 0), IC_VERSION(3, 0), IC_VERSION(1, 0)
};

/* The host's clock now, in nanoseconds since 1970. Any context. */
static int timesync_host_now(struct hv_timesync *ts, s64 *unix_ns)
{
	struct timesync_sample sample;
	unsigned long flags;
	bool valid;

	spin_lock_irqsave(&ts->lock, flags);
	sample = ts->sample;
	valid = ts->valid;
	spin_unlock_irqrestore(&ts->lock, flags);
	if (!valid)
		return -ESTALE;
	return timesync_project(&sample, vmbus_reference_time(), unix_ns);
}

static void timesync_work(struct work_struct *work)
{
	struct hv_timesync *ts = container_of(work, struct hv_timesync, work);
	struct timespec64 host;
	unsigned long flags;
	s64 host_ns;
	bool step;
	int ret;

	spin_lock_irqsave(&ts->lock, flags);
	step = ts->step;
	ts->step = false;
	spin_unlock_irqrestore(&ts->lock, flags);

	ret = timesync_host_now(ts, &host_ns);
	if (ret) {
		pr_debug("no usable time from the host: %d\n", ret);
		return;
	}
	if (!step && !(READ_ONCE(timesync_implicit) &&
		       timesync_behind(host_ns, ktime_to_ns(ktime_get_real()))))
		return;
	host = ns_to_timespec64(host_ns);
	ret = do_settimeofday64(&host);
	if (ret)
		pr_warn_ratelimited("cannot set the clock to the host's time: %d\n",
				    ret);
}

/* -------- PTP clock -------- */

static int timesync_ptp_gettime(struct ptp_clock_info *info,
				struct timespec64 *now)
{
	struct hv_timesync *ts = container_of(info, struct hv_timesync, info);
	s64 host_ns;
	int ret;

	ret = timesync_host_now(ts, &host_ns);
	if (ret)
		return ret;
	*now = ns_to_timespec64(host_ns);
	return 0;
}

/* The clock is the host's: it can be read, not set. */
static int timesync_ptp_settime(struct ptp_clock_info *info,
				const struct timespec64 *time)
{
	return -EOPNOTSUPP;
}

static int timesync_ptp_adjfine(struct ptp_clock_info *info, long scaled_ppm)
{
	return -EOPNOTSUPP;
}

static int timesync_ptp_adjtime(struct ptp_clock_info *info, s64 delta)
{
	return -EOPNOTSUPP;
}

static int timesync_ptp_enable(struct ptp_clock_info *info,
			       struct ptp_clock_request *request, int on)
{
	return -EOPNOTSUPP;
}

DEFINE_PTP_ADJFINE(timesync_adjfine_op, timesync_ptp_adjfine)
DEFINE_PTP_GETTIME64(timesync_gettime_op, timesync_ptp_gettime)
DEFINE_PTP_SETTIME64(timesync_settime_op, timesync_ptp_settime)

static const struct ptp_clock_info timesync_ptp_info = {
	.owner = THIS_MODULE,
	.name = "hyperv",
	.adjfine = timesync_adjfine_op,
	.adjtime = timesync_ptp_adjtime,
	.gettime64 = timesync_gettime_op,
	.settime64 = timesync_settime_op,
	.enable = timesync_ptp_enable,
};

/* -------- component -------- */

static int timesync_init(struct hv_util *util)
{
	struct hv_timesync *ts;

	ts = kzalloc(sizeof(*ts), GFP_KERNEL);
	if (!ts)
		return -ENOMEM;
	spin_lock_init(&ts->lock);
	INIT_WORK(&ts->work, timesync_work);
	ts->info = timesync_ptp_info;

	/* Stepping works without it; NULL means a kernel without PTP. */
	ts->ptp = ptp_clock_register(&ts->info, &util->dev->device);
	if (IS_ERR(ts->ptp)) {
		pr_warn("no PTP clock: %ld\n", PTR_ERR(ts->ptp));
		ts->ptp = NULL;
	}
	util->priv = ts;
	return 0;
}

static void timesync_exit(struct hv_util *util)
{
	struct hv_timesync *ts = util->priv;

	if (ts->ptp)
		ptp_clock_unregister(ts->ptp);
	cancel_work_sync(&ts->work);
	kfree(ts);
}

static u32 timesync_request(struct hv_util *util, struct ic_message *msg)
{
	struct hv_timesync *ts = util->priv;
	struct timesync_sample sample;

	if (timesync_decode(msg->body, msg->body_len, util->session.message,
			    vmbus_reference_time(), &sample))
		return IC_STATUS_BAD_ARGUMENT;
	if (sample.flags & (IC_TIMESYNC_SYNC | IC_TIMESYNC_SAMPLE)) {
		ts->newest = sample;
		ts->arrived = true;
		if (sample.flags & IC_TIMESYNC_SYNC)
			ts->asked = true;
	}
	return IC_STATUS_OK;
}

/*
 * Messages pile up while the guest does not run. The newest one tells the
 * time; a wish to step among the older ones is still a wish to step.
 */
static void timesync_drained(struct hv_util *util)
{
	struct hv_timesync *ts = util->priv;
	unsigned long flags;
	bool look;

	if (!ts->arrived)
		return;
	spin_lock_irqsave(&ts->lock, flags);
	ts->sample = ts->newest;
	ts->valid = true;
	if (ts->asked)
		ts->step = true;
	look = ts->step;
	spin_unlock_irqrestore(&ts->lock, flags);
	ts->arrived = false;
	ts->asked = false;
	if (look || READ_ONCE(timesync_implicit))
		schedule_work(&ts->work);
}

/* The reference counter of a new session may be another one. */
static void timesync_reset(struct hv_util *util)
{
	struct hv_timesync *ts = util->priv;
	unsigned long flags;

	ts->arrived = false;
	ts->asked = false;
	spin_lock_irqsave(&ts->lock, flags);
	ts->valid = false;
	ts->step = false;
	spin_unlock_irqrestore(&ts->lock, flags);
}

const struct hv_util_service hv_timesync_service = {
	.title = "TimeSync",
	.protocol = {
		.type = IC_TYPE_TIMESYNC,
		.versions = timesync_versions,
		.count = ARRAY_SIZE(timesync_versions),
	},
	.init = timesync_init,
	.exit = timesync_exit,
	.request = timesync_request,
	.drained = timesync_drained,
	.reset = timesync_reset,
};
