// SPDX-License-Identifier: GPL-2.0-only
/*
 * Driver of the integration components: binds their devices, moves messages
 * and answers, and leaves the meaning to the components.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include "utils.h"

/* Messages handled in one go, so that a busy host cannot occupy the CPU. */
#define HV_UTIL_BUDGET	64

/* Descriptor and message. */
#define HV_UTIL_MAX_PACKET \
	((u32)sizeof(struct vmbus_packet_desc) + IC_MAX_MESSAGE)

/* When the host does not tell that there is room again: look by ourselves. */
#define HV_UTIL_RETRY	msecs_to_jiffies(100)

/* Put the answer in the buffer into the ring. False: no room, it stays there. */
static bool hv_util_send(struct hv_util *util)
{
	struct vmbus_channel *chan = util->dev->channel;
	int ret;

	ret = vmbus_sendpacket(chan, util->buffer, util->unsent,
			       util->unsent_id, VMBUS_PKT_DATA_INBAND, 0);
	if (ret == -EAGAIN) {
		/* Requests that are waiting must not call us again at once. */
		vmbus_channel_pause(chan);
		schedule_delayed_work(&util->retry, HV_UTIL_RETRY);
		return false;
	}
	util->unsent = 0;
	if (ret)
		pr_debug("%s: answer not sent: %d\n", util->service->title,
			 ret);
	if (util->accepted && util->service->replied)
		util->service->replied(util);
	return true;
}

static void hv_util_retry(struct work_struct *work)
{
	struct hv_util *util = container_of(to_delayed_work(work),
					    struct hv_util, retry);

	vmbus_channel_resched(util->dev->channel);
}

void hv_util_release(struct hv_util *util)
{
	/* Pairs with the acquire in hv_util_ready(): the buffer is complete. */
	smp_store_release(&util->deferred, (int)HV_UTIL_ANSWERED);
	vmbus_channel_resched(util->dev->channel);
}

void hv_util_answer(struct hv_util *util, struct ic_message *msg, u32 status)
{
	ic_finish(msg, status);
	hv_util_release(util);
}

/* True when the buffer is the callback's own, perhaps with an answer in it. */
static bool hv_util_ready(struct hv_util *util)
{
	/* Pairs with the release in hv_util_release(). */
	switch (smp_load_acquire(&util->deferred)) {
	case HV_UTIL_WAITING:
		return false;
	case HV_UTIL_ANSWERED:
		util->unsent = util->deferred_len;
		util->deferred = HV_UTIL_DIRECT;
		break;
	}
	return true;
}

/* What is put off may be answered by another CPU before we come back from here. */
static void hv_util_defer(struct hv_util *util, const struct vmbus_packet *pkt)
{
	util->unsent_id = pkt->trans_id;
	util->deferred_len = pkt->len;
	util->deferred = HV_UTIL_WAITING;
}

/* True when the answer is put off. */
static bool hv_util_negotiated(struct hv_util *util,
			       const struct vmbus_packet *pkt)
{
	const struct ic_session *s = &util->session;

	if (util->service->reset)
		util->service->reset(util);
	if (s->message)
		pr_info_ratelimited("%s IC version %u.%u\n",
				    util->service->title,
				    IC_VERSION_MAJOR(s->message),
				    IC_VERSION_MINOR(s->message));
	else
		pr_warn_ratelimited("%s: no version in common with the host\n",
				    util->service->title);
	if (!util->service->negotiated)
		return false;
	hv_util_defer(util, pkt);
	if (util->service->negotiated(util))
		return true;
	util->deferred = HV_UTIL_DIRECT;
	return false;
}

/* One message: judge it, handle it, build the answer. */
static void hv_util_message(struct hv_util *util,
			    const struct vmbus_packet *pkt)
{
	const struct hv_util_service *service = util->service;
	struct ic_message msg;
	u32 status;

	if (pkt->type != VMBUS_PKT_DATA_INBAND || pkt->len > IC_MAX_MESSAGE) {
		pr_warn_ratelimited("%s: packet of type %u with %u bytes ignored\n",
				    service->title, pkt->type, pkt->len);
		return;
	}
	memcpy(util->buffer, pkt->data, pkt->len);
	util->accepted = false;

	switch (ic_receive(util->buffer, pkt->len, &service->protocol,
			   &util->session, &msg)) {
	case IC_DROP:
		pr_warn_ratelimited("%s: malformed message of %u bytes ignored\n",
				    service->title, pkt->len);
		return;
	case IC_ANSWER:
		break;
	case IC_NEGOTIATED:
		if (hv_util_negotiated(util, pkt))
			return;
		break;
	case IC_REQUEST:
		hv_util_defer(util, pkt);
		status = service->request(util, &msg);
		if (status == HV_UTIL_DEFERRED)
			return;
		util->deferred = HV_UTIL_DIRECT;
		ic_finish(&msg, status);
		util->accepted = status == IC_STATUS_OK;
		break;
	}
	util->unsent = pkt->len;
	util->unsent_id = pkt->trans_id;
}

/* Channel callback, softirq. The host may call before the channel is fully open. */
static void hv_util_callback(void *context)
{
	struct hv_util *util = context;
	struct vmbus_channel *chan = util->dev->channel;
	struct vmbus_packet pkt;
	int budget = HV_UTIL_BUDGET;
	bool stopped = true, held = false;

	for (;;) {
		/*
		 * Without an answer, or without room for it, nothing more is
		 * read: the host is held back.
		 */
		if (!hv_util_ready(util)) {
			vmbus_channel_pause(chan);
			held = true;
			break;
		}
		if (util->unsent && !hv_util_send(util)) {
			held = true;
			break;
		}
		if (!budget--)
			break;
		if (!vmbus_next_packet(chan, &pkt)) {
			stopped = false;
			break;
		}
		hv_util_message(util, &pkt);
	}
	if (stopped) {
		vmbus_end_read(chan);
		if (!held)
			vmbus_channel_resched(chan);
	}
	/* Not at the end of a budget: the newest message has not been seen yet. */
	if ((!stopped || held) && util->service->drained)
		util->service->drained(util);
}

static int hv_util_open(struct hv_util *util)
{
	struct vmbus_channel *chan = util->dev->channel;

	/* The host negotiates as soon as the channel is open. */
	memset(&util->session, 0, sizeof(util->session));
	util->unsent = 0;
	util->deferred = HV_UTIL_DIRECT;
	vmbus_set_max_pkt_size(chan, HV_UTIL_MAX_PACKET);
	return vmbus_open(chan, IC_RING_BYTES, IC_RING_BYTES, NULL, 0,
			  hv_util_callback, util);
}

static void hv_util_close(struct hv_util *util)
{
	vmbus_close(util->dev->channel);
	cancel_delayed_work_sync(&util->retry);
	if (util->service->reset)
		util->service->reset(util);
	if (util->service->closed)
		util->service->closed(util);
}

static int hv_util_probe(struct hv_device *dev,
			 const struct hv_vmbus_device_id *id)
{
	struct hv_util *util;
	int ret;

	/* Bound by name or new_id to something of which no component is known. */
	if (!id->driver_data)
		return -EINVAL;
	util = kzalloc(sizeof(*util), GFP_KERNEL);
	if (!util)
		return -ENOMEM;
	util->buffer = kmalloc(IC_MAX_MESSAGE, GFP_KERNEL);
	if (!util->buffer) {
		ret = -ENOMEM;
		goto free_util;
	}
	util->dev = dev;
	util->service = (const struct hv_util_service *)id->driver_data;
	INIT_DELAYED_WORK(&util->retry, hv_util_retry);
	if (util->service->init) {
		ret = util->service->init(util);
		if (ret)
			goto free_buffer;
	}
	hv_set_drvdata(dev, util);

	ret = hv_util_open(util);
	if (ret)
		goto exit_service;
	return 0;

exit_service:
	/* Nothing is open, but a callback may have run before the failure. */
	hv_util_close(util);
	hv_set_drvdata(dev, NULL);
	if (util->service->exit)
		util->service->exit(util);
free_buffer:
	kfree(util->buffer);
free_util:
	kfree(util);
	return ret;
}

static void hv_util_remove(struct hv_device *dev)
{
	struct hv_util *util = hv_get_drvdata(dev);

	hv_util_close(util);
	hv_set_drvdata(dev, NULL);
	if (util->service->exit)
		util->service->exit(util);
	kfree(util->buffer);
	kfree(util);
}

static int hv_util_suspend(struct hv_device *dev)
{
	hv_util_close(hv_get_drvdata(dev));
	return 0;
}

static int hv_util_resume(struct hv_device *dev)
{
	return hv_util_open(hv_get_drvdata(dev));
}

static const struct hv_vmbus_device_id hv_util_ids[] = {
	/* heartbeat */
	{ .guid = GUID_INIT(0x57164f39, 0x9115, 0x4e78, 0xab, 0x55,
			    0x38, 0x2f, 0x3b, 0xd5, 0x42, 0x2d),
	  .driver_data = (unsigned long)&hv_heartbeat_service },
	/* shutdown */
	{ .guid = GUID_INIT(0x0e0b6031, 0x5213, 0x4934, 0x81, 0x8b,
			    0x38, 0xd9, 0x0c, 0xed, 0x39, 0xdb),
	  .driver_data = (unsigned long)&hv_shutdown_service },
	/* time synchronisation */
	{ .guid = GUID_INIT(0x9527e630, 0xd0ae, 0x497b, 0xad, 0xce,
			    0xe8, 0x0a, 0xb0, 0x17, 0x5c, 0xaf),
	  .driver_data = (unsigned long)&hv_timesync_service },
	/* key/value exchange */
	{ .guid = GUID_INIT(0xa9a0f4e7, 0x5a45, 0x4d96, 0xb8, 0x27,
			    0x8a, 0x84, 0x1e, 0x8c, 0x03, 0xe6),
	  .driver_data = (unsigned long)&hv_kvp_service },
	/* backup */
	{ .guid = GUID_INIT(0x35fa2e29, 0xea23, 0x4236, 0x96, 0xae,
			    0x3a, 0x6e, 0xba, 0xcb, 0xa4, 0x40),
	  .driver_data = (unsigned long)&hv_vss_service },
	/* file copy */
	{ .guid = GUID_INIT(0x34d14be3, 0xdee4, 0x41c8, 0x9a, 0xe7,
			    0x6b, 0x17, 0x49, 0x77, 0xc1, 0x92),
	  .driver_data = (unsigned long)&hv_fcopy_service },
	{ },
};
MODULE_DEVICE_TABLE(vmbus, hv_util_ids);

static struct hv_driver hv_util_driver = {
	.name = "hv_utils",
	.id_table = hv_util_ids,
	.probe = hv_util_probe,
	.remove = hv_util_remove,
	.suspend = hv_util_suspend,
	.resume = hv_util_resume,
	.driver = {
		DRIVER_PROBE_ASYNC
	},
};

static int __init hv_util_module_init(void)
{
	return vmbus_driver_register(&hv_util_driver);
}

static void __exit hv_util_module_exit(void)
{
	vmbus_driver_unregister(&hv_util_driver);
}

module_init(hv_util_module_init);
module_exit(hv_util_module_exit);

MODULE_DESCRIPTION("Hyper-V integration components: heartbeat, shutdown, time synchronisation, key/value exchange, backup, file copy");
MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
