// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels come and go: offers, rescinds, subchannels, CPUs (protocol 2.4, 2.8).
 *
 * Offers and rescinds arrive here in order, in the one worker of ctrl_wq, and
 * are only noted down. What they set off can wait for the host or for a driver
 * and runs in work items of the channel: add_work registers the device or hands
 * out the subchannel, remove_work undoes it. A rescind first wakes everybody who
 * waits for the host because of the channel, so add_work always comes to its
 * end, and remove_work waits for that. The relid is released as the very last
 * act: the host may reuse it from then on.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "vmbus_priv.h"
#include "trace.h"

static void vmbus_add_work(struct work_struct *work);
static void vmbus_remove_work(struct work_struct *work);

static void chan_take_offer(struct vmbus_channel *chan,
			    const struct vmbus_offer *offer)
{
	chan->offer = *offer;
	chan->class_info = vmbus_class_find(offer);
	memcpy(&chan->class_id, offer->class_id, sizeof(chan->class_id));
	memcpy(&chan->instance_id, offer->instance_id,
	       sizeof(chan->instance_id));
	chan->monitored = (offer->monitor_allocated & 1) &&
		offer->monitor_id < VMBUS_MONITOR_GROUPS * VMBUS_MONITOR_PER_GROUP;
	chan->monitor_group = offer->monitor_id / VMBUS_MONITOR_PER_GROUP;
	chan->monitor_bit = offer->monitor_id % VMBUS_MONITOR_PER_GROUP;
}

/*
 * Three queues, so that whoever waits for another is never in its way: devices
 * come, devices go, subchannels.
 */
static void queue_add(struct vmbus_channel *chan)
{
	queue_work(chan->primary ? vmbus_conn.sub_wq : vmbus_conn.add_wq,
		   &chan->add_work);
}

static void queue_remove(struct vmbus_channel *chan)
{
	queue_work(chan->primary ? vmbus_conn.sub_wq : vmbus_conn.remove_wq,
		   &chan->remove_work);
}

static struct vmbus_channel *chan_alloc(const struct vmbus_offer *offer)
{
	struct vmbus_channel *chan = kzalloc(sizeof(*chan), GFP_KERNEL);

	if (!chan)
		return NULL;
	kobject_init(&chan->kobj, &vmbus_chan_ktype);
	INIT_LIST_HEAD(&chan->entry);
	INIT_LIST_HEAD(&chan->subs);
	INIT_LIST_HEAD(&chan->dead_subs);
	INIT_LIST_HEAD(&chan->sub_entry);
	INIT_WORK(&chan->add_work, vmbus_add_work);
	INIT_WORK(&chan->remove_work, vmbus_remove_work);
	mutex_init(&chan->rescind_lock);
	mutex_init(&chan->lock);
	spin_lock_init(&chan->tx_lock);
	spin_lock_init(&chan->req_lock);
	tasklet_setup(&chan->tasklet, vmbus_chan_tasklet);
	chan->max_pkt_size = HV_HYP_PAGE_SIZE;
	chan->quiesced = true;
	chan->target_cpu = vmbus_conn.contact_cpu;
	chan_take_offer(chan, offer);
	atomic_inc(&vmbus_conn.live);
	return chan;
}

void vmbus_chan_free(struct vmbus_channel *chan)
{
	/* Not in the table of relids since a grace period: nobody schedules. */
	tasklet_kill(&chan->tasklet);
	kvfree(chan->req_slots);
	if (chan->primary)
		vmbus_chan_put(chan->primary);
	kfree(chan);
	atomic_dec(&vmbus_conn.live);
	wake_up_all(&vmbus_conn.removed);
}

/*
 * The device with this instance GUID that is not going away; topology held. The
 * instance alone is its name in sysfs.
 */
static struct vmbus_channel *find_primary(const struct vmbus_channel *like)
{
	struct vmbus_channel *c;

	list_for_each_entry(c, &vmbus_conn.channels, entry)
		if (!c->primary && !c->rescinded &&
		    guid_equal(&c->instance_id, &like->instance_id))
			return c;
	return NULL;
}

static void table_set(struct vmbus_channel *chan, u32 relid)
{
	chan->relid = relid;
	rcu_assign_pointer(vmbus_conn.relid[relid], chan);
}

/* After this no event of the host finds the channel; may sleep. */
static void table_clear(struct vmbus_channel *chan)
{
	mutex_lock(&vmbus_conn.topology);
	if (chan->relid)
		RCU_INIT_POINTER(vmbus_conn.relid[chan->relid], NULL);
	mutex_unlock(&vmbus_conn.topology);
	synchronize_rcu();
}

/* Only what the host took away is given back; the rest goes with UNLOAD. */
static void release_relid(struct vmbus_channel *chan, u32 relid)
{
	struct vmbus_relid_released msg;

	if (!relid || !chan->by_host ||
	    READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		return;
	trace_vmbus_release(relid);
	memset(&msg, 0, sizeof(msg));
	msg.header.type = VMBUS_MSG_RELID_RELEASED;
	msg.relid = relid;
	vmbus_post(&msg, sizeof(msg));
}

/*
 * After hibernation: a device known before comes back with another relid.
 * Topology held. True when the offer was used.
 */
static bool match_after_resume(const struct vmbus_offer *offer)
{
	struct vmbus_channel *c;

	if (!vmbus_conn.resuming || offer->subchannel_index)
		return false;
	list_for_each_entry(c, &vmbus_conn.channels, entry) {
		if (c->primary || c->relid || c->rescinded ||
		    memcmp(&c->instance_id, offer->instance_id,
			   sizeof(c->instance_id)) ||
		    memcmp(&c->class_id, offer->class_id, sizeof(c->class_id)))
			continue;
		chan_take_offer(c, offer);
		table_set(c, offer->relid);
		return true;
	}
	return false;
}

void vmbus_chan_offer(const struct vmbus_offer *offer)
{
	struct vmbus_channel *chan, *primary;
	char guid[VMBUS_GUID_TEXT];

	trace_vmbus_offer(offer->relid);
	if (vmbus_offer_check(offer)) {
		pr_warn_ratelimited("offer with relid %u ignored: out of range\n",
				    offer->relid);
		return;
	}
	chan = chan_alloc(offer);
	if (!chan) {
		pr_err("no memory for the offer of relid %u\n", offer->relid);
		return;
	}
	mutex_lock(&vmbus_conn.topology);
	if (rcu_access_pointer(vmbus_conn.relid[offer->relid])) {
		pr_warn_ratelimited("offer with relid %u ignored: in use\n",
				    offer->relid);
		goto drop;
	}
	if (match_after_resume(offer))
		goto drop;
	primary = find_primary(chan);
	if (offer->subchannel_index) {
		if (!primary ||
		    !guid_equal(&primary->class_id, &chan->class_id)) {
			pr_warn_ratelimited("subchannel with relid %u ignored: no such device\n",
					    offer->relid);
			goto drop;
		}
		chan->primary = vmbus_chan_get(primary);
		list_add_tail(&chan->sub_entry, &primary->subs);
	} else if (primary) {
		pr_warn_ratelimited("offer with relid %u ignored: device %s exists\n",
				    offer->relid,
				    vmbus_guid_text(&chan->instance_id, guid));
		goto drop;
	}
	table_set(chan, offer->relid);
	list_add_tail(&chan->entry, &vmbus_conn.channels);
	queue_add(chan);
	mutex_unlock(&vmbus_conn.topology);
	return;
drop:
	mutex_unlock(&vmbus_conn.topology);
	vmbus_chan_put(chan);
}

/* Something changed about who is left. */
static void wake_removed(void)
{
	atomic_inc(&vmbus_conn.removals);
	wake_up_all(&vmbus_conn.removed);
}

/* Sleep until @done; it takes a mutex, hence not inside wait_event(). */
static void wait_removed(bool (*done)(struct vmbus_channel *chan),
			 struct vmbus_channel *chan)
{
	int seen;

	for (;;) {
		seen = atomic_read(&vmbus_conn.removals);
		if (done(chan))
			return;
		wait_event(vmbus_conn.removed,
			   atomic_read(&vmbus_conn.removals) != seen);
	}
}

/* Mark as gone and set off the removal, once; topology held. */
static void chan_mark_rescinded(struct vmbus_channel *chan, bool by_host)
{
	if (by_host)
		chan->by_host = true;
	if (chan->rescinded)
		return;
	WRITE_ONCE(chan->rescinded, true);
	vmbus_wait_wake(chan);
	wake_removed();
	queue_remove(chan);
}

void vmbus_chan_rescind(u32 relid)
{
	struct vmbus_channel *chan;

	trace_vmbus_rescind(relid);
	if (relid == 0 || relid >= VMBUS_MAX_CHANNELS)
		return;
	mutex_lock(&vmbus_conn.topology);
	chan = rcu_dereference_protected(vmbus_conn.relid[relid],
					 lockdep_is_held(&vmbus_conn.topology));
	if (chan)
		chan_mark_rescinded(chan, true);
	mutex_unlock(&vmbus_conn.topology);
}

/* -------- registration -------- */

/* Is no rescinded device of the same name still on its way out? */
static bool name_is_free(struct vmbus_channel *chan)
{
	struct vmbus_channel *c;
	bool found = false;

	if (READ_ONCE(chan->rescinded))
		return true;

	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(c, &vmbus_conn.channels, entry) {
		if (c == chan)
			break;
		if (!c->primary &&
		    guid_equal(&c->instance_id, &chan->instance_id)) {
			found = true;
			break;
		}
	}
	mutex_unlock(&vmbus_conn.topology);
	return !found;
}

static void chan_choose_cpu(struct vmbus_channel *chan)
{
	cpus_read_lock();
	mutex_lock(&vmbus_conn.topology);
	chan->target_cpu = vmbus_choose_cpu(chan, cpu_online_mask);
	chan->cpu_chosen = true;
	mutex_unlock(&vmbus_conn.topology);
	cpus_read_unlock();
}

void vmbus_chan_check_cpu(struct vmbus_channel *chan)
{
	if (!cpu_online(READ_ONCE(chan->target_cpu)))
		chan_choose_cpu(chan);
}

static void add_primary(struct vmbus_channel *chan)
{
	char guid[VMBUS_GUID_TEXT];
	struct hv_device *dev;
	int ret;

	/* sysfs knows a device by its instance GUID: one at a time. */
	wait_removed(name_is_free, chan);
	if (READ_ONCE(chan->rescinded))
		return;
	dev = vmbus_device_create(chan);
	if (!dev) {
		pr_err("no memory for device %s\n",
		       vmbus_guid_text(&chan->instance_id, guid));
		return;
	}
	chan->dev = dev;
	ret = vmbus_device_add(dev);
	if (ret) {
		pr_err("device %s cannot be registered: error %d\n",
		       vmbus_guid_text(&chan->instance_id, guid), ret);
		mutex_lock(&vmbus_conn.topology);
		chan->dev = NULL;
		mutex_unlock(&vmbus_conn.topology);
		put_device(&dev->device);
	}
}

/* Hand a subchannel to the driver that asked for it, once. */
static void add_sub(struct vmbus_channel *chan)
{
	void (*cb)(struct vmbus_channel *sub, void *context) = NULL;
	struct vmbus_channel *primary = chan->primary;
	struct hv_device *dev;
	void *context = NULL;

	mutex_lock(&vmbus_conn.topology);
	/* The registration of the primary may be under way, and may fail. */
	dev = primary->dev;
	if (dev)
		get_device(&dev->device);
	if (primary->sc_cb && !chan->announced && !chan->rescinded) {
		cb = primary->sc_cb;
		context = primary->sc_context;
		chan->announced = true;
	}
	mutex_unlock(&vmbus_conn.topology);
	if (dev) {
		vmbus_sysfs_add_channels(dev);
		put_device(&dev->device);
	}
	if (cb)
		cb(chan, context);
}

static void vmbus_add_work(struct work_struct *work)
{
	struct vmbus_channel *chan =
		container_of(work, struct vmbus_channel, add_work);

	if (!chan->cpu_chosen)
		chan_choose_cpu(chan);
	if (chan->primary)
		add_sub(chan);
	else
		add_primary(chan);
}

/**
 * vmbus_set_sc_create_callback() - see vmbus.h
 *
 * Subchannels that arrived before, or that an earlier life of the driver left
 * behind, are handed out as well.
 */
void vmbus_set_sc_create_callback(struct vmbus_channel *primary,
		void (*cb)(struct vmbus_channel *sub, void *context),
		void *context)
{
	struct vmbus_channel *sub;

	mutex_lock(&vmbus_conn.topology);
	primary->sc_cb = cb;
	primary->sc_context = context;
	if (cb)
		list_for_each_entry(sub, &primary->subs, sub_entry)
			if (!sub->announced && !sub->rescinded)
				queue_add(sub);
	mutex_unlock(&vmbus_conn.topology);
}
EXPORT_SYMBOL_GPL(vmbus_set_sc_create_callback);

void vmbus_set_chn_rescind_callback(struct vmbus_channel *chan,
		void (*cb)(struct vmbus_channel *chan, void *context),
		void *context)
{
	mutex_lock(&chan->rescind_lock);
	chan->rescind_cb = cb;
	chan->rescind_context = context;
	mutex_unlock(&chan->rescind_lock);
}
EXPORT_SYMBOL_GPL(vmbus_set_chn_rescind_callback);

/* -------- removal -------- */

static bool no_subs(struct vmbus_channel *primary)
{
	bool empty;

	mutex_lock(&vmbus_conn.topology);
	empty = list_empty(&primary->subs);
	mutex_unlock(&vmbus_conn.topology);
	return empty;
}

/* Take over the subchannels of a primary that goes: they go first. */
static void remove_subs(struct vmbus_channel *primary)
{
	struct vmbus_channel *sub;

	mutex_lock(&vmbus_conn.topology);
	primary->sc_cb = NULL;
	list_for_each_entry(sub, &primary->subs, sub_entry)
		chan_mark_rescinded(sub, primary->by_host);
	mutex_unlock(&vmbus_conn.topology);
	wait_removed(no_subs, primary);
}

/* Give up the pointers that the driver of a primary may have held. */
static void put_dead_subs(struct vmbus_channel *primary)
{
	struct vmbus_channel *sub, *tmp;
	LIST_HEAD(dead);

	mutex_lock(&vmbus_conn.topology);
	list_splice_init(&primary->dead_subs, &dead);
	mutex_unlock(&vmbus_conn.topology);
	list_for_each_entry_safe(sub, tmp, &dead, sub_entry) {
		list_del_init(&sub->sub_entry);
		vmbus_chan_put(sub);
	}
}

static void vmbus_remove_work(struct work_struct *work)
{
	struct vmbus_channel *chan =
		container_of(work, struct vmbus_channel, remove_work);
	u32 relid;

	mutex_lock(&chan->rescind_lock);
	if (chan->rescind_cb)
		chan->rescind_cb(chan, chan->rescind_context);
	mutex_unlock(&chan->rescind_lock);
	flush_work(&chan->add_work);
	if (chan->primary) {
		vmbus_close_one(chan);
		vmbus_sysfs_del_channel(chan);
	} else {
		if (chan->dev)
			device_release_driver(&chan->dev->device);
		vmbus_close(chan);
		remove_subs(chan);
		put_dead_subs(chan);
		vmbus_sysfs_del_channel(chan);
		if (chan->dev)
			vmbus_device_remove(chan->dev);
		/* Somebody may have bound a driver in between. */
		vmbus_close(chan);
	}
	table_clear(chan);
	tasklet_kill(&chan->tasklet);

	if (chan->dev) {
		put_device(&chan->dev->device);
		chan->dev = NULL;
	}
	mutex_lock(&vmbus_conn.topology);
	/* 0 after hibernation: the number belonged to another connection. */
	relid = chan->relid;
	chan->relid = 0;
	list_del_init(&chan->entry);
	if (chan->primary) {
		list_del_init(&chan->sub_entry);
		if (chan->announced) {
			list_add(&chan->sub_entry, &chan->primary->dead_subs);
			vmbus_chan_get(chan);
		}
	}
	mutex_unlock(&vmbus_conn.topology);
	release_relid(chan, relid);
	wake_removed();
	vmbus_chan_put(chan);
}

/* Close the subchannels of a primary and take them from the driver. As vmbus_close(). */
static bool close_subs(struct vmbus_channel *primary)
{
	struct vmbus_channel *sub, *found;
	bool free = true;

	mutex_lock(&vmbus_conn.topology);
	primary->sc_cb = NULL;
	do {
		found = NULL;
		list_for_each_entry(sub, &primary->subs, sub_entry)
			if (sub->announced) {
				found = vmbus_chan_get(sub);
				break;
			}
		if (!found)
			break;
		mutex_unlock(&vmbus_conn.topology);
		flush_work(&found->add_work);
		if (!vmbus_close_one(found))
			free = false;
		mutex_lock(&vmbus_conn.topology);
		found->announced = false;
		mutex_unlock(&vmbus_conn.topology);
		vmbus_chan_put(found);
		mutex_lock(&vmbus_conn.topology);
	} while (found);
	mutex_unlock(&vmbus_conn.topology);
	put_dead_subs(primary);
	return free;
}

bool vmbus_close(struct vmbus_channel *chan)
{
	bool free = true;

	if (!chan->primary)
		free = close_subs(chan);
	return vmbus_close_one(chan) && free;
}
EXPORT_SYMBOL_GPL(vmbus_close);

/* Are any channels left? */
static bool no_channels(struct vmbus_channel *unused)
{
	bool empty;

	mutex_lock(&vmbus_conn.topology);
	empty = list_empty(&vmbus_conn.channels);
	mutex_unlock(&vmbus_conn.topology);
	return empty;
}

void vmbus_chan_remove_all(void)
{
	struct vmbus_channel *chan;

	vmbus_conn_drain();
	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		chan_mark_rescinded(chan, false);
	mutex_unlock(&vmbus_conn.topology);
	wait_removed(no_channels, NULL);
	flush_workqueue(vmbus_conn.add_wq);
	flush_workqueue(vmbus_conn.remove_wq);
	flush_workqueue(vmbus_conn.sub_wq);
	/* What frees them is code of this module. */
	if (!wait_event_timeout(vmbus_conn.removed,
				!atomic_read(&vmbus_conn.live),
				VMBUS_ANSWER_TIMEOUT))
		pr_err("%d channels are still in use\n",
		       atomic_read(&vmbus_conn.live));
}

/* -------- CPUs -------- */

static int send_modify(struct vmbus_channel *chan, unsigned int cpu)
{
	struct vmbus_modify_channel msg;
	struct vmbus_wait *w = NULL;
	int ret;

	if (vmbus_conn.version >= VMBUS_VERSION_WIN10_V5_3) {
		w = kzalloc(sizeof(*w), GFP_KERNEL);
		if (!w)
			return -ENOMEM;
		vmbus_wait_begin(w, VMBUS_MSG_MODIFY_RESPONSE, chan->relid, 0,
				 chan);
	}
	memset(&msg, 0, sizeof(msg));
	msg.header.type = VMBUS_MSG_MODIFY_CHANNEL;
	msg.relid = chan->relid;
	msg.target_vp = hv_platform_vp_index(cpu);
	ret = vmbus_post(&msg, sizeof(msg));
	if (!w)
		return ret;
	if (ret) {
		vmbus_wait_cancel(w);
	} else {
		ret = vmbus_wait_end(w, VMBUS_ANSWER_TIMEOUT);
		if (!ret && w->answer.modify.status)
			ret = -EIO;
	}
	kfree(w);
	return ret;
}

/**
 * vmbus_chan_move() - let another CPU get the interrupts of a channel
 *
 * Context: may sleep; cpus_read_lock() held, or the CPU-hotplug callback.
 * Return: 0; -EBUSY when the version of the bus cannot move an open channel;
 * otherwise why the host refused. A rescinded channel moves without a word.
 */
int vmbus_chan_move(struct vmbus_channel *chan, unsigned int cpu)
{
	int ret = 0;

	mutex_lock(&chan->lock);
	if (chan->target_cpu == cpu)
		goto out;
	if (chan->state != VMBUS_CHAN_CLOSED && !READ_ONCE(chan->rescinded)) {
		if (vmbus_conn.version < VMBUS_VERSION_WIN10_V4_1)
			ret = -EBUSY;
		else
			ret = send_modify(chan, cpu);
		if (ret == -ENODEV)
			ret = 0;
	}
	if (!ret) {
		mutex_lock(&vmbus_conn.topology);
		chan->target_cpu = cpu;
		mutex_unlock(&vmbus_conn.topology);
	}
out:
	mutex_unlock(&chan->lock);
	/* A signal may have gone to the old CPU just before. */
	if (!ret)
		vmbus_channel_resched(chan);
	return ret;
}

/* Some channel bound to @cpu, with a reference; NULL when there is none. */
static struct vmbus_channel *bound_to(unsigned int cpu)
{
	struct vmbus_channel *c, *found = NULL;

	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(c, &vmbus_conn.channels, entry)
		if (c->target_cpu == cpu) {
			found = vmbus_chan_get(c);
			break;
		}
	mutex_unlock(&vmbus_conn.topology);
	return found;
}

int vmbus_chan_leave_cpu(unsigned int cpu)
{
	struct vmbus_channel *chan;
	cpumask_var_t allowed;
	unsigned int target;
	bool moved = false;
	int ret = 0;

	if (READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		return 0;
	if (cpu == vmbus_conn.contact_cpu)
		return -EBUSY;
	if (!zalloc_cpumask_var(&allowed, GFP_KERNEL))
		return -ENOMEM;
	cpumask_copy(allowed, cpu_online_mask);
	cpumask_clear_cpu(cpu, allowed);
	while (!ret) {
		chan = bound_to(cpu);
		if (!chan)
			break;
		mutex_lock(&vmbus_conn.topology);
		target = vmbus_choose_cpu(chan, allowed);
		mutex_unlock(&vmbus_conn.topology);
		ret = vmbus_chan_move(chan, target);
		if (ret)
			pr_warn("CPU %u stays: channel %u cannot leave it: error %d\n",
				cpu, chan->relid, ret);
		vmbus_chan_put(chan);
		moved = true;
	}
	free_cpumask_var(allowed);
	/*
	 * Before 5.3 the host does not say when it has moved a channel: give it
	 * time, or a signal goes to a CPU that no longer listens.
	 */
	if (!ret && moved && vmbus_conn.version < VMBUS_VERSION_WIN10_V5_3)
		msleep(20);
	return ret;
}

void vmbus_chan_resched_all(void)
{
	struct vmbus_channel *chan;

	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		vmbus_channel_resched(chan);
	mutex_unlock(&vmbus_conn.topology);
}

/* -------- hibernation -------- */

static bool dies_in_suspend(const struct vmbus_channel *chan)
{
	return chan->primary || (chan->offer.flags & VMBUS_OFFER_TLNPI);
}

/*
 * Sockets and subchannels do not survive; every other channel must have been
 * closed by its driver. May sleep.
 */
int vmbus_chan_suspend_all(void)
{
	char guid[VMBUS_GUID_TEXT];
	struct vmbus_channel *chan;
	int ret = 0;

	vmbus_conn_drain();
	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		if (!chan->rescinded && !dies_in_suspend(chan) &&
		    chan->state != VMBUS_CHAN_CLOSED) {
			pr_err("device %s is still open\n",
			       vmbus_guid_text(&chan->instance_id, guid));
			ret = -EBUSY;
		}
	/* The connection goes on then, and the host does not offer them again. */
	if (ret) {
		mutex_unlock(&vmbus_conn.topology);
		return ret;
	}
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		if (!chan->rescinded && dies_in_suspend(chan))
			chan_mark_rescinded(chan, false);
	mutex_unlock(&vmbus_conn.topology);
	/* What remains after this time is rescinded anyway and stays marked. */
	flush_workqueue(vmbus_conn.remove_wq);
	flush_workqueue(vmbus_conn.sub_wq);
	return ret;
}

/* The host has forgotten everything; topology must be stable. May sleep. */
void vmbus_chan_forget_relids(void)
{
	struct vmbus_channel *chan;

	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(chan, &vmbus_conn.channels, entry) {
		if (!chan->relid)
			continue;
		RCU_INIT_POINTER(vmbus_conn.relid[chan->relid], NULL);
		chan->relid = 0;
	}
	mutex_unlock(&vmbus_conn.topology);
	synchronize_rcu();
}

/* Did every device known before the suspend come back? */
bool vmbus_chan_all_matched(void)
{
	struct vmbus_channel *chan;
	bool all = true;

	mutex_lock(&vmbus_conn.topology);
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		if (!chan->relid && !chan->rescinded)
			all = false;
	mutex_unlock(&vmbus_conn.topology);
	return all;
}

/*
 * Devices that the host did not offer again are gone; the others show their new
 * relids in sysfs.
 */
void vmbus_chan_drop_unmatched(void)
{
	char guid[VMBUS_GUID_TEXT];
	struct vmbus_channel *chan;

	mutex_lock(&vmbus_conn.topology);
	/* Up to here a late offer still finds its device. */
	WRITE_ONCE(vmbus_conn.resuming, false);
	list_for_each_entry(chan, &vmbus_conn.channels, entry)
		if (chan->relid) {
			vmbus_sysfs_rename_channel(chan);
		} else if (!chan->rescinded) {
			pr_warn("device %s did not come back\n",
				vmbus_guid_text(&chan->instance_id, guid));
			chan_mark_rescinded(chan, false);
		}
	mutex_unlock(&vmbus_conn.topology);
}
