// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection to the host: version, control messages in and out, waiting for
 * answers, the end of it all (protocol 2.2, 2.3, 2.8).
 *
 * Answers are handed to whoever waits for them right in the interrupt: nothing
 * is allocated, so none can be lost. Offers and rescinds go through one ordered
 * work queue, which keeps them in the order of arrival and never waits for the
 * host; what they set off runs elsewhere (channel.c).
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <asm/sync_bitops.h>
#include "vmbus_priv.h"
#include "trace.h"

struct vmbus_connection vmbus_conn = {
	.state = VMBUS_DISCONNECTED,
	.version = VMBUS_VERSION_INVALID,
};

static u32 max_version = VMBUS_VERSION_WIN10_V6_0;

static int max_version_set(const char *val, const struct kernel_param *kp)
{
	u32 version;

	if (!val || vmbus_parse_version(val, &version)) {
		pr_err("max_version: not a version: give one like 5.3\n");
		return -EINVAL;
	}
	if (!vmbus_older_version(version == VMBUS_VERSION_INVALID ?
				 version : version + 1)) {
		pr_err("max_version: no protocol version is that old\n");
		return -EINVAL;
	}
	max_version = version;
	return 0;
}

DEFINE_MODULE_PARAM(max_version, max_version_set, param_get_uint, &max_version,
		    0444);
MODULE_PARM_DESC(max_version,
		 "newest VMBus version to agree to, as 5.3 or as major << 16 | minor");

/* -------- control messages, memory set aside -------- */

/* An offer, rescind or the like on its way to process context. */
struct vmbus_ctrl_work {
	struct work_struct work;
	struct list_head entry;
	bool reserve;
	union {
		struct vmbus_msg_header header;
		struct vmbus_offer offer;
		struct vmbus_rescind rescind;
		struct vmbus_tl_connect_result tl_result;
	} msg;
};

/* For when the interrupt finds no memory; given back after use. */
#define VMBUS_CTRL_RESERVE	256

static struct vmbus_ctrl_work *ctrl_reserve;
static LIST_HEAD(ctrl_free);		/* under ctrl_lock */
static DEFINE_RAW_SPINLOCK(ctrl_lock);

static struct vmbus_ctrl_work *ctrl_get(void)
{
	struct vmbus_ctrl_work *w;
	unsigned long flags;

	/* A kernel for real time cannot allocate in a hard interrupt at all. */
	w = IS_ENABLED(CONFIG_PREEMPT_RT) ? NULL :
		kmalloc(sizeof(*w), GFP_ATOMIC | __GFP_NOWARN);
	if (w) {
		w->reserve = false;
		return w;
	}
	raw_spin_lock_irqsave(&ctrl_lock, flags);
	if (!list_empty(&ctrl_free)) {
		w = list_first_entry(&ctrl_free, struct vmbus_ctrl_work, entry);
		list_del(&w->entry);
	}
	raw_spin_unlock_irqrestore(&ctrl_lock, flags);
	return w;
}

static void ctrl_put(struct vmbus_ctrl_work *w)
{
	unsigned long flags;

	if (!w->reserve) {
		kfree(w);
		return;
	}
	raw_spin_lock_irqsave(&ctrl_lock, flags);
	list_add(&w->entry, &ctrl_free);
	raw_spin_unlock_irqrestore(&ctrl_lock, flags);
}

static void vmbus_ctrl_run(struct work_struct *work)
{
	struct vmbus_ctrl_work *w =
		container_of(work, struct vmbus_ctrl_work, work);

	switch (w->msg.header.type) {
	case VMBUS_MSG_OFFER:
		vmbus_chan_offer(&w->msg.offer);
		break;
	case VMBUS_MSG_RESCIND:
		vmbus_chan_rescind(w->msg.rescind.relid);
		break;
	case VMBUS_MSG_ALL_OFFERS:
		complete_all(&vmbus_conn.all_offers);
		break;
	}
	ctrl_put(w);
}

/* -------- waiting for answers -------- */

void vmbus_wait_begin(struct vmbus_wait *w, u32 type, u32 key, u32 key2,
		      struct vmbus_channel *chan)
{
	unsigned long flags;

	w->type = type;
	w->key = key;
	w->key2 = key2;
	w->chan = chan;
	w->grace = 0;
	w->answered = false;
	init_completion(&w->done);
	raw_spin_lock_irqsave(&vmbus_conn.wait_lock, flags);
	list_add_tail(&w->entry, &vmbus_conn.waiters);
	raw_spin_unlock_irqrestore(&vmbus_conn.wait_lock, flags);
}

void vmbus_wait_cancel(struct vmbus_wait *w)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&vmbus_conn.wait_lock, flags);
	list_del(&w->entry);
	raw_spin_unlock_irqrestore(&vmbus_conn.wait_lock, flags);
}

int vmbus_wait_end(struct vmbus_wait *w, unsigned long timeout)
{
	unsigned long left;

	/* A rescind that came before vmbus_wait_begin() woke nobody. */
	if (!w->chan || !READ_ONCE(w->chan->rescinded))
		wait_for_completion_timeout(&w->done, timeout);
	/*
	 * The rescind completes it, too, and maybe only now: nothing but the
	 * answer ends the grace. How long that is depends on who gave up.
	 */
	if (w->grace && READ_ONCE(w->chan->rescinded)) {
		left = READ_ONCE(w->chan->by_host) ? VMBUS_RESCIND_GRACE :
			w->grace;
		while (left && !READ_ONCE(w->answered))
			left = wait_for_completion_timeout(&w->done, left);
	}
	vmbus_wait_cancel(w);
	if (w->answered)
		return 0;
	if (w->chan && READ_ONCE(w->chan->rescinded))
		return -ENODEV;
	return -ETIMEDOUT;
}

void vmbus_wait_wake(struct vmbus_channel *chan)
{
	struct vmbus_wait *w;
	unsigned long flags;

	raw_spin_lock_irqsave(&vmbus_conn.wait_lock, flags);
	list_for_each_entry(w, &vmbus_conn.waiters, entry)
		if (w->chan == chan)
			complete(&w->done);
	raw_spin_unlock_irqrestore(&vmbus_conn.wait_lock, flags);
}

/* An answer arrived; hard interrupt. One that nobody waits for is dropped. */
static void vmbus_answer(const void *msg, u32 type)
{
	struct vmbus_wait *w;
	unsigned long flags;
	u32 size = vmbus_msg_size(type);

	raw_spin_lock_irqsave(&vmbus_conn.wait_lock, flags);
	list_for_each_entry(w, &vmbus_conn.waiters, entry) {
		if (w->answered || w->type != type ||
		    !vmbus_answer_matches(msg, type, w->key, w->key2))
			continue;
		memcpy(&w->answer, msg, min_t(u32, size, sizeof(w->answer)));
		w->answered = true;
		complete(&w->done);
		break;
	}
	raw_spin_unlock_irqrestore(&vmbus_conn.wait_lock, flags);
}

/* -------- input from the platform, hard interrupt -------- */

static void vmbus_on_message(const void *payload, u8 len)
{
	struct vmbus_ctrl_work *w;
	int type = vmbus_msg_check(payload, len);
	u32 size;

	trace_vmbus_message_in(type, len);
	if (type < 0) {
		pr_warn_ratelimited("message of %u bytes from the host ignored: unknown type or too short\n",
				    len);
		return;
	}
	switch (type) {
	case VMBUS_MSG_OFFER:
	case VMBUS_MSG_RESCIND:
	case VMBUS_MSG_ALL_OFFERS:
		break;
	case VMBUS_MSG_TL_CONNECT_RESULT:
		/* Only failures are reported, and the socket times out by itself. */
		return;
	default:
		vmbus_answer(payload, type);
		return;
	}

	/*
	 * Before the contact and after the end nothing but answers matters.
	 * Whoever ends the connection waits for a grace period after it has
	 * changed the state: nothing is queued after that.
	 */
	rcu_read_lock();
	if (READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		goto unlock;
	w = ctrl_get();
	if (!w) {
		pr_err_ratelimited("no memory for a message of the host (type %d): %d lost so far, a device may not appear or not go away\n",
				   type,
				   atomic_inc_return(&vmbus_conn.lost_messages));
		goto unlock;
	}
	size = vmbus_msg_size(type);
	memcpy(&w->msg, payload, min_t(u32, size, sizeof(w->msg)));
	INIT_WORK(&w->work, vmbus_ctrl_run);
	queue_work(vmbus_conn.ctrl_wq, &w->work);
unlock:
	rcu_read_unlock();
}

/* Hand every set bit of @flags to its channel. */
static void vmbus_scan_flags(unsigned long *flags)
{
	struct vmbus_channel *chan;
	unsigned long word;
	unsigned int i, bit;

	rcu_read_lock();
	for (i = 0; i < VMBUS_MAX_CHANNELS / BITS_PER_LONG; i++) {
		word = READ_ONCE(flags[i]);
		while (word) {
			bit = __ffs(word);
			word &= word - 1;
			bit += i * BITS_PER_LONG;
			if (!sync_test_and_clear_bit(bit, flags))
				continue;
			chan = rcu_dereference(vmbus_conn.relid[bit]);
			if (chan)
				vmbus_chan_event(chan);
		}
	}
	rcu_read_unlock();
}

static void vmbus_on_events(unsigned long *flags)
{
	u32 version = READ_ONCE(vmbus_conn.version);

	if (version == VMBUS_VERSION_INVALID)
		return;
	if (version >= VMBUS_VERSION_WIN8) {
		vmbus_scan_flags(flags);
		return;
	}
	/* Flag 0 stands for all: the channels are in the shared page. */
	if (sync_test_and_clear_bit(0, flags))
		vmbus_scan_flags((unsigned long *)vmbus_conn.int_page);
}

const struct hv_platform_client vmbus_platform_client = {
	.message = vmbus_on_message,
	.events = vmbus_on_events,
};

/* -------- output -------- */

int vmbus_post(const void *msg, u32 len)
{
	const struct vmbus_msg_header *header = msg;
	int ret;

	ret = hv_platform_post_message(vmbus_conn.msg_connection_id, msg, len,
				       false);
	trace_vmbus_message_out(header->type, len, ret);
	if (ret)
		pr_err_ratelimited("the host does not take message %u: error %d\n",
				   header->type, ret);
	return ret;
}

/* -------- contact -------- */

static u64 page_address_u64(const void *page)
{
	return vmbus_virt_to_pfn(page) << HV_HYP_PAGE_SHIFT;
}

/* The host may have the addresses of the interrupt and monitor pages. */
static bool pages_given;

/* One contact. 0, -EOPNOTSUPP (not this version) or another error (give up). */
static int vmbus_contact(u32 version)
{
	struct vmbus_initiate_contact msg;
	struct vmbus_wait *w;
	u32 id = vmbus_contact_id(version);
	int ret;

	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	memset(&msg, 0, sizeof(msg));
	msg.header.type = VMBUS_MSG_INITIATE_CONTACT;
	msg.version = version;
	msg.target_vp = hv_platform_vp_index(vmbus_conn.contact_cpu);
	if (version >= VMBUS_VERSION_WIN10_V5)
		msg.interrupt_page = VMBUS_MESSAGE_SINT;
	else
		msg.interrupt_page = page_address_u64(vmbus_conn.int_page);
	msg.monitor_to_guest = page_address_u64(vmbus_conn.monitor[0]);
	msg.monitor_to_host = page_address_u64(vmbus_conn.monitor[1]);

	vmbus_wait_begin(w, VMBUS_MSG_VERSION_RESPONSE, 0, 0, NULL);
	ret = hv_platform_post_message(id, &msg, sizeof(msg), true);
	trace_vmbus_message_out(msg.header.type, sizeof(msg), ret);
	if (ret) {
		vmbus_wait_cancel(w);
		goto out;
	}
	pages_given = true;
	ret = vmbus_wait_end(w, VMBUS_CONTACT_TIMEOUT);
	if (ret) {
		pr_err("no answer from the host to version %u.%u\n",
		       version >> 16, version & 0xFFFF);
		goto out;
	}
	if (!w->answer.version.supported ||
	    w->answer.version.connection_state != 0) {
		pages_given = false;
		ret = -EOPNOTSUPP;
		goto out;
	}
	vmbus_conn.msg_connection_id = version >= VMBUS_VERSION_WIN10_V5 ?
		w->answer.version.msg_connection_id :
		VMBUS_MESSAGE_CONNECTION_ID;
out:
	kfree(w);
	return ret;
}

int vmbus_connect(u32 only_version)
{
	u32 version;
	int ret = -EOPNOTSUPP;

	WRITE_ONCE(vmbus_conn.state, VMBUS_CONNECTING);
	WRITE_ONCE(vmbus_conn.unloaded, false);
	memset(vmbus_conn.int_page, 0, HV_HYP_PAGE_SIZE);
	memset(vmbus_conn.monitor[0], 0, HV_HYP_PAGE_SIZE);
	memset(vmbus_conn.monitor[1], 0, HV_HYP_PAGE_SIZE);
	version = only_version;
	if (!version)
		version = vmbus_older_version(max_version == VMBUS_VERSION_INVALID ?
					      max_version : max_version + 1);
	while (version) {
		ret = vmbus_contact(version);
		if (ret != -EOPNOTSUPP)
			break;
		version = only_version ? 0 : vmbus_older_version(version);
	}
	if (ret) {
		WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTED);
		pr_err("the host agrees to no version of VMBus: error %d\n",
		       ret);
		return ret;
	}
	WRITE_ONCE(vmbus_conn.version, version);
	WRITE_ONCE(vmbus_conn.state, VMBUS_CONNECTED);
	pr_info("Vmbus version:%u.%u\n", version >> 16, version & 0xFFFF);
	return 0;
}

int vmbus_request_offers(void)
{
	struct vmbus_msg_header msg;

	reinit_completion(&vmbus_conn.all_offers);
	memset(&msg, 0, sizeof(msg));
	msg.type = VMBUS_MSG_REQUEST_OFFERS;
	return vmbus_post(&msg, sizeof(msg));
}

u32 vmbus_version(void)
{
	return vmbus_conn.version;
}
EXPORT_SYMBOL_GPL(vmbus_version);

u64 vmbus_reference_time(void)
{
	return hv_platform_reference_time();
}
EXPORT_SYMBOL_GPL(vmbus_reference_time);

/* -------- the end -------- */

void vmbus_conn_drain(void)
{
	synchronize_rcu();
	flush_workqueue(vmbus_conn.ctrl_wq);
}

int vmbus_disconnect(void)
{
	struct vmbus_msg_header msg;
	struct vmbus_wait *w;
	int ret;

	if (vmbus_conn.state == VMBUS_DISCONNECTED)
		return 0;
	WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTING);
	/*
	 * Before a kexec the channels are still open, and other CPUs send. What
	 * they have begun to signal goes before UNLOAD, the rest not at all.
	 */
	WRITE_ONCE(vmbus_conn.unloaded, true);
	synchronize_rcu();
	if (vmbus_conn.version < VMBUS_VERSION_WIN8_1) {
		/* There is no message for it: the next contact ends this one. */
		ret = -EOPNOTSUPP;
		goto out;
	}
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w) {
		ret = -ENOMEM;
		goto out;
	}
	memset(&msg, 0, sizeof(msg));
	msg.type = VMBUS_MSG_UNLOAD;
	vmbus_wait_begin(w, VMBUS_MSG_UNLOAD_RESPONSE, 0, 0, NULL);
	ret = vmbus_post(&msg, sizeof(msg));
	if (ret)
		vmbus_wait_cancel(w);
	else
		ret = vmbus_wait_end(w, VMBUS_UNLOAD_TIMEOUT);
	if (!ret)
		pages_given = false;
	if (ret)
		pr_warn("the host did not confirm the end of the connection: error %d\n",
			ret);
	kfree(w);
out:
	WRITE_ONCE(vmbus_conn.version, VMBUS_VERSION_INVALID);
	WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTED);
	return ret;
}

void vmbus_unload_hook(bool crash)
{
	struct vmbus_msg_header msg;

	if (!crash) {
		vmbus_disconnect();
		return;
	}
	if (READ_ONCE(vmbus_conn.state) == VMBUS_DISCONNECTED ||
	    vmbus_conn.version < VMBUS_VERSION_WIN8_1)
		return;
	WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTED);
	WRITE_ONCE(vmbus_conn.unloaded, true);
	memset(&msg, 0, sizeof(msg));
	msg.type = VMBUS_MSG_UNLOAD;
	if (hv_platform_post_message_atomic(vmbus_conn.msg_connection_id, &msg,
					    sizeof(msg)))
		return;
	if (hv_platform_poll_message(VMBUS_MSG_UNLOAD_RESPONSE,
				     VMBUS_CRASH_UNLOAD_MS))
		pr_err("the host did not confirm the end of the connection\n");
}

/* -------- memory -------- */

static void vmbus_free_pages(void)
{
	if (pages_given) {
		pr_info("leaking three pages that the host may still use\n");
		pages_given = false;
		return;
	}
	free_page((unsigned long)vmbus_conn.int_page);
	free_page((unsigned long)vmbus_conn.monitor[0]);
	free_page((unsigned long)vmbus_conn.monitor[1]);
}

int vmbus_conn_init(void)
{
	unsigned int i;

	mutex_init(&vmbus_conn.topology);
	INIT_LIST_HEAD(&vmbus_conn.channels);
	init_waitqueue_head(&vmbus_conn.removed);
	atomic_set(&vmbus_conn.removals, 0);
	atomic_set(&vmbus_conn.live, 0);
	init_completion(&vmbus_conn.all_offers);
	raw_spin_lock_init(&vmbus_conn.wait_lock);
	INIT_LIST_HEAD(&vmbus_conn.waiters);
	atomic_set(&vmbus_conn.next_gpadl, VMBUS_FIRST_GPADL);
	atomic_set(&vmbus_conn.lost_messages, 0);
	vmbus_conn.msg_connection_id = VMBUS_MESSAGE_CONNECTION_ID;
	/* The CPU that cannot be taken offline, and the only one before 2.4. */
	vmbus_conn.contact_cpu = cpumask_first(cpu_online_mask);

	vmbus_conn.int_page = (u8 *)get_zeroed_page(GFP_KERNEL);
	vmbus_conn.monitor[0] = (void *)get_zeroed_page(GFP_KERNEL);
	vmbus_conn.monitor[1] = (void *)get_zeroed_page(GFP_KERNEL);
	ctrl_reserve = kcalloc(VMBUS_CTRL_RESERVE, sizeof(*ctrl_reserve),
			       GFP_KERNEL);
	vmbus_conn.ctrl_wq = alloc_ordered_workqueue("hv_vmbus_ctrl",
						     WQ_MEM_RECLAIM);
	vmbus_conn.add_wq = alloc_workqueue("hv_vmbus_add", WQ_UNBOUND, 0);
	vmbus_conn.remove_wq = alloc_workqueue("hv_vmbus_remove", WQ_UNBOUND,
					       0);
	vmbus_conn.sub_wq = alloc_workqueue("hv_vmbus_sub", WQ_UNBOUND, 0);
	if (!vmbus_conn.int_page || !vmbus_conn.monitor[0] ||
	    !vmbus_conn.monitor[1] || !ctrl_reserve || !vmbus_conn.ctrl_wq ||
	    !vmbus_conn.add_wq || !vmbus_conn.remove_wq ||
	    !vmbus_conn.sub_wq) {
		vmbus_conn_exit();
		return -ENOMEM;
	}
	INIT_LIST_HEAD(&ctrl_free);
	for (i = 0; i < VMBUS_CTRL_RESERVE; i++) {
		ctrl_reserve[i].reserve = true;
		list_add(&ctrl_reserve[i].entry, &ctrl_free);
	}
	return 0;
}

/**
 * vmbus_conn_exit() - free what vmbus_conn_init() made
 *
 * The pages that the host writes to are leaked unless it refused the contact or
 * confirmed the end of the connection.
 */
void vmbus_conn_exit(void)
{
	if (vmbus_conn.sub_wq)
		destroy_workqueue(vmbus_conn.sub_wq);
	if (vmbus_conn.remove_wq)
		destroy_workqueue(vmbus_conn.remove_wq);
	if (vmbus_conn.add_wq)
		destroy_workqueue(vmbus_conn.add_wq);
	if (vmbus_conn.ctrl_wq)
		destroy_workqueue(vmbus_conn.ctrl_wq);
	kfree(ctrl_reserve);
	vmbus_free_pages();
}
