// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands to the host, answers from the host, error handler.
 *
 * A command is entered into the request table of its channel under an index
 * made of its queue and tag; the answer finds it there exactly once. Nothing
 * is allocated on the way, except a page list that is too long for the stack.
 */
#include <linux/blk-mq.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/scatterlist.h>
#include <scsi/scsi.h>
#include <scsi/scsi_dbg.h>

#include "storvsc.h"

/* Answers worked off in one go before others get their turn on this CPU. */
#define RECEIVE_BUDGET	256

/* -------- answers -------- */

void storvsc_finish(struct scsi_cmnd *cmd, int host_byte)
{
	cmd->result = host_byte << 16;
	scsi_set_resid(cmd, scsi_bufflen(cmd));
	scsi_done(cmd);
}

static const u8 host_bytes[] = {
	[VSTOR_HOST_OK] = DID_OK,
	[VSTOR_HOST_NO_CONNECT] = DID_NO_CONNECT,
	[VSTOR_HOST_ERROR] = DID_ERROR,
	[VSTOR_HOST_REQUEUE] = DID_REQUEUE,
	[VSTOR_HOST_PASSTHROUGH] = DID_PASSTHROUGH,
};

/* Anything but plain success. */
static noinline void complete_odd(struct storvsc_dev *dev,
				  struct scsi_cmnd *cmd,
				  const struct vstor_srb *srb)
{
	struct scsi_device *sdev = cmd->device;
	struct vstor_verdict v;

	vstor_judge(dev->proto, dev->class, cmd->cmnd, scsi_bufflen(cmd), srb,
		    &v);

	if (v.noteworthy)
		storvsc_log(dev, STORVSC_LOG_WARN,
			    "%u:%u:%llu command 0x%02x: srb status 0x%02x, scsi status 0x%02x, sense %d\n",
			    sdev->channel, sdev->id, (u64)sdev->lun,
			    cmd->cmnd[0], srb->srb_status, srb->scsi_status,
			    vstor_sense_code(srb->area, v.sense_len));

	if (v.sense_len) {
		memset(cmd->sense_buffer, 0, SCSI_SENSE_BUFFERSIZE);
		memcpy(cmd->sense_buffer, srb->area, v.sense_len);
	}
	cmd->result = host_bytes[v.host] << 16 | v.scsi_status;
	scsi_set_resid(cmd, v.resid);

	switch (v.event) {
	case VSTOR_EVENT_REMOVE_LUN:
		storvsc_lun_mark(dev, sdev, STORVSC_LUN_REMOVE);
		break;
	case VSTOR_EVENT_RESCAN_LUN:
		storvsc_lun_mark(dev, sdev, STORVSC_LUN_RESCAN);
		break;
	case VSTOR_EVENT_SCAN_HOST:
		storvsc_scan_soon(dev);
		break;
	default:
		break;
	}
	scsi_done(cmd);
}

static inline void complete_command(struct storvsc_dev *dev, void *cookie,
				    const struct vmbus_packet *pkt)
{
	struct storvsc_bounce *bounce = storvsc_bounce_of(cookie);
	const struct vstor_packet *p = pkt->data;
	struct scsi_cmnd *cmd = cookie;
	bool bad;
	u32 len;

	bad = vstor_check_reply(p, pkt->len, dev->proto->packet_len) != 0;
	if (unlikely(bounce))
		cmd = storvsc_bounce_end(dev, bounce,
					 bad ? 0 : p->u.srb.data_length);
	len = scsi_bufflen(cmd);
	if (unlikely(bad)) {
		atomic_inc(&dev->bad_packets);
		storvsc_log(dev, STORVSC_LOG_ERROR,
			    "the host answered a command with %u bytes of nonsense (%d so far)\n",
			    pkt->len, atomic_read(&dev->bad_packets));
		storvsc_finish(cmd, DID_ERROR);
		return;
	}
	if (likely(p->u.srb.srb_status == SRB_SUCCESS &&
		   !p->u.srb.scsi_status)) {
		cmd->result = 0;
		if (unlikely(p->u.srb.data_length < len))
			scsi_set_resid(cmd, len - p->u.srb.data_length);
		scsi_done(cmd);
		return;
	}
	complete_odd(dev, cmd, &p->u.srb);
}

static void complete_ctl(struct storvsc_ctl *ctl,
			 const struct vmbus_packet *pkt)
{
	ctl->len = min_t(u32, pkt->len, sizeof(ctl->reply));
	memcpy(&ctl->reply, pkt->data, ctl->len);
	/* Pairs with the load in storvsc_ctl_request(). */
	smp_store_release(&ctl->answered, 1);
	complete(&ctl->done);
}

/* Not an answer to anything: the host tells of a change, or it is confused. */
static void unsolicited(struct storvsc_dev *dev, const struct vmbus_packet *pkt)
{
	const struct vstor_packet *p = pkt->data;

	if (pkt->len < VSTOR_HEADER_LEN) {
		atomic_inc(&dev->bad_packets);
		return;
	}
	switch (p->operation) {
	case VSTOR_OP_REMOVE_DEVICE:
	case VSTOR_OP_ENUMERATE_BUS:
		storvsc_scan_soon(dev);
		break;
	case VSTOR_OP_COMPLETE:
		atomic_inc(&dev->bad_ids);
		break;
	default:
		break;
	}
}

void storvsc_channel_callback(void *context)
{
	struct storvsc_chan *c = context;
	struct storvsc_dev *dev = c->dev;
	struct vmbus_packet pkt;
	unsigned int n = 0;
	void *cookie;

	while (vmbus_next_packet(c->chan, &pkt)) {
		if (unlikely(pkt.type != VMBUS_PKT_COMP ||
			     pkt.trans_id == VMBUS_NO_REQUEST)) {
			unsolicited(dev, &pkt);
		} else {
			cookie = vmbus_request_take(c->chan, pkt.trans_id);
			if (unlikely(!cookie)) {
				atomic_inc(&dev->bad_ids);
				storvsc_log(dev, STORVSC_LOG_ERROR,
					    "the host answered something that was not asked (%d so far)\n",
					    atomic_read(&dev->bad_ids));
			} else if (unlikely(cookie == &c->ctl)) {
				complete_ctl(&c->ctl, &pkt);
			} else {
				complete_command(dev, cookie, &pkt);
			}
		}
		if (unlikely(++n == RECEIVE_BUDGET)) {
			vmbus_end_read(c->chan);
			vmbus_channel_resched(c->chan);
			return;
		}
	}
	if (unlikely(vmbus_channel_broken(c->chan)))
		queue_work(dev->mend_wq, &dev->mend);
}

/* -------- commands -------- */

/*
 * Fill a page list. Where the queue has a virtual boundary gaps cannot occur;
 * elsewhere the command goes through bounce.c.
 */
static int fill_pfns(struct vstor_pfns *l, struct scsi_cmnd *cmd, u32 len)
{
	struct scatterlist *sg;
	u32 piece;
	int i, err;

	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i) {
		piece = min_t(u32, sg->length, len);
		err = vstor_pfns_add(l, sg_phys(sg), piece);
		if (err)
			return err;
		len -= piece;
		if (!len)
			return 0;
	}
	return -EINVAL;
}

/*
 * The channel of a queue, or another one when its ring is nearly full. RCU
 * read lock held. @usual: it is the one that commit_rqs will flush.
 */
static struct storvsc_chan *choose(struct storvsc_dev *dev, u32 queue,
				   bool *usual)
{
	struct storvsc_chan *c = rcu_dereference(dev->map[queue]), *other;
	u32 i;

	*usual = true;
	if (likely(!READ_ONCE(dev->several)) || !c ||
	    vmbus_channel_send_space(c->chan) >= storvsc_lowater)
		return c;
	for (i = 0; i < dev->queues; i++) {
		other = rcu_dereference(dev->map[i]);
		if (other && other != c &&
		    vmbus_channel_send_space(other->chan) >= storvsc_lowater) {
			/*
			 * This may be the last of a batch, and then nobody
			 * comes back to publish what is staged there.
			 */
			vmbus_flush(c->chan);
			*usual = false;
			return other;
		}
	}
	return c;
}

/* Hardware queue of a command; *@index: its place in the request table. */
static u32 command_queue(const struct storvsc_dev *dev, struct scsi_cmnd *cmd,
			 u32 *index)
{
	u32 unique, queue;

	if (!dev->tagged) {
		/* No number, no queue: the CPU decides, the table numbers. */
		*index = 0;
		return raw_smp_processor_id() % dev->queues;
	}
	unique = blk_mq_unique_tag(scsi_cmd_to_rq(cmd));
	queue = blk_mq_unique_tag_to_hwq(unique);
	if (WARN_ON_ONCE(queue >= dev->queues))
		queue = 0;
	*index = queue * dev->queue_depth + blk_mq_unique_tag_to_tag(unique);
	return queue;
}

u64 storvsc_request(struct storvsc_dev *dev, struct storvsc_chan *c, u32 index,
		    void *cookie)
{
	if (dev->tagged)
		return vmbus_request_set(c->chan, index, cookie);
	return vmbus_request_alloc(c->chan, cookie);
}

static enum scsi_qc_status send(struct storvsc_dev *dev, struct scsi_cmnd *cmd,
				struct storvsc_bounce *bounce,
				const struct vstor_packet *p,
				const struct vstor_pfns *l)
{
	void *cookie = unlikely(bounce) ? storvsc_bounce_cookie(bounce) : cmd;
	u32 flags = VMBUS_SEND_COMPLETION;
	struct storvsc_chan *c;
	u32 queue, index;
	bool usual, broken;
	int err;
	u64 id;

	queue = command_queue(dev, cmd, &index);
	rcu_read_lock();
	c = choose(dev, queue, &usual);
	if (unlikely(!c)) {
		rcu_read_unlock();
		if (bounce)
			storvsc_bounce_end(dev, bounce, 0);
		if (!READ_ONCE(dev->gone))
			return SCSI_MLQUEUE_HOST_BUSY;
		storvsc_finish(cmd, DID_NO_CONNECT);
		return 0;
	}
	/* Several commands, one signal: the last of them or commit_rqs gives it. */
	if (usual && !scsi_cmd_is_last(cmd) &&
	    likely(!scsi_host_in_recovery(dev->host)))
		flags |= VMBUS_SEND_MORE;

	id = storvsc_request(dev, c, index, cookie);
	if (unlikely(id == VMBUS_NO_REQUEST)) {
		/* The host still holds an earlier command with this tag. */
		err = -EAGAIN;
		goto busy;
	}
	/* From here on the command belongs to whoever takes the id. */
	if (l->count)
		err = vmbus_sendpacket_pfns(c->chan, l->bytes, l->offset,
					    l->pfn, l->count, p,
					    dev->proto->packet_len, id, flags);
	else
		err = vmbus_sendpacket(c->chan, p, dev->proto->packet_len, id,
				       VMBUS_PKT_DATA_INBAND, flags);
	if (likely(!err)) {
		rcu_read_unlock();
		return 0;
	}
	if (!vmbus_request_take(c->chan, id)) {
		rcu_read_unlock();
		return 0;
	}
busy:
	/* Others may be staged, and nobody will publish them now. */
	vmbus_flush(c->chan);
	broken = vmbus_channel_broken(c->chan);
	rcu_read_unlock();
	if (bounce)
		storvsc_bounce_end(dev, bounce, 0);
	if (err == -EAGAIN)
		return SCSI_MLQUEUE_HOST_BUSY;
	if (err == -ENODEV && !READ_ONCE(dev->gone) &&
	    !vmbus_channel_rescinded(dev->hv->channel)) {
		/* A subchannel left, or the host broke the ring. */
		if (broken)
			queue_work(dev->mend_wq, &dev->mend);
		return SCSI_MLQUEUE_HOST_BUSY;
	}
	storvsc_finish(cmd, err == -ENODEV ? DID_NO_CONNECT : DID_ERROR);
	return 0;
}

/*
 * @cmd does not reach the ring, and it may have been the last of a batch. Before
 * it is finished.
 */
static void flush_batch(struct scsi_cmnd *cmd)
{
	struct storvsc_dev *dev = shost_priv(cmd->device->host);
	u32 index;

	storvsc_commit_rqs(cmd->device->host,
			   (u16)command_queue(dev, cmd, &index));
}

enum scsi_qc_status storvsc_queuecommand(struct Scsi_Host *host,
					 struct scsi_cmnd *cmd)
{
	struct storvsc_dev *dev = shost_priv(host);
	struct scsi_device *sdev = cmd->device;
	u32 len = scsi_bufflen(cmd);
	u64 stack[STORVSC_STACK_PFNS];
	enum scsi_qc_status ret;
	struct storvsc_bounce *bounce = NULL;
	struct vstor_packet p;
	struct vstor_pfns l;
	u64 *pool = NULL;
	u32 pages;

	if (unlikely(vstor_cdb_refused(dev->proto->version, cmd->cmnd,
				       cmd->cmd_len))) {
		flush_batch(cmd);
		scsi_build_sense(cmd, 0, ILLEGAL_REQUEST, 0x20, 0);
		scsi_done(cmd);
		return 0;
	}

	p = dev->template;
	/* In bounds: storvsc_sdev_init() looked at them. */
	p.u.srb.path = (u8)sdev->channel;
	p.u.srb.target = (u8)sdev->id;
	p.u.srb.lun = (u8)sdev->lun;
	p.u.srb.cdb_length = (u8)cmd->cmd_len;
	p.u.srb.data_length = len;
	memcpy(p.u.srb.area, cmd->cmnd, VSTOR_CDB_MAX);
	if (sdev->tagged_supported)
		p.u.srb.srb_flags |= SRB_FLAG_QUEUE_ACTION |
				     SRB_FLAG_NO_FREEZE;
	switch (cmd->sc_data_direction) {
	case DMA_TO_DEVICE:
		p.u.srb.data_in = SRB_DIR_WRITE;
		p.u.srb.srb_flags |= SRB_FLAG_DATA_OUT;
		break;
	case DMA_FROM_DEVICE:
		p.u.srb.data_in = SRB_DIR_READ;
		p.u.srb.srb_flags |= SRB_FLAG_DATA_IN;
		break;
	case DMA_NONE:
		p.u.srb.data_in = SRB_DIR_NONE;
		break;
	default:
		flush_batch(cmd);
		storvsc_finish(cmd, DID_ERROR);
		return 0;
	}

	vstor_pfns_start(&l, stack, STORVSC_STACK_PFNS);
	if (len) {
		pages = vstor_pages(scsi_sglist(cmd)->offset &
				    (HV_HYP_PAGE_SIZE - 1), len);
		if (unlikely(pages > STORVSC_STACK_PFNS)) {
			if (dev->pfn_pool)
				pool = mempool_alloc(dev->pfn_pool, GFP_ATOMIC);
			if (!pool) {
				flush_batch(cmd);
				return SCSI_MLQUEUE_HOST_BUSY;
			}
			vstor_pfns_start(&l, pool, pages);
		}
		if (unlikely(fill_pfns(&l, cmd, len)) && dev->bounce_pool) {
			vstor_pfns_start(&l, l.pfn, l.room);
			bounce = storvsc_bounce_begin(dev, cmd, &l);
			if (!bounce) {
				ret = SCSI_MLQUEUE_HOST_BUSY;
				flush_batch(cmd);
				goto out;
			}
		}
		if (unlikely(l.bytes != len)) {
			storvsc_log(dev, STORVSC_LOG_ERROR,
				    "command 0x%02x with a buffer that cannot be described, %u bytes\n",
				    cmd->cmnd[0], len);
			ret = 0;
			flush_batch(cmd);
			storvsc_finish(cmd, DID_ERROR);
			goto out;
		}
	}
	ret = send(dev, cmd, bounce, &p, &l);
out:
	if (unlikely(pool))
		mempool_free(pool, dev->pfn_pool);
	return ret;
}

void storvsc_commit_rqs(struct Scsi_Host *host, u16 queue)
{
	struct storvsc_dev *dev = shost_priv(host);
	struct storvsc_chan *c;

	rcu_read_lock();
	c = queue < dev->queues ? rcu_dereference(dev->map[queue]) : NULL;
	if (c)
		vmbus_flush(c->chan);
	rcu_read_unlock();
}

/* -------- error handler -------- */

/*
 * The host always answers, if need be after minutes (a failover of its
 * storage). Until then the memory is the host's, so there is nothing to do
 * but to wait; offlining the disk would turn a pause into data loss.
 */
enum scsi_timeout_action storvsc_timed_out(struct scsi_cmnd *cmd)
{
	struct storvsc_dev *dev = shost_priv(cmd->device->host);

	/* The SCSI layer itself may have ended the last one of its batch. */
	flush_batch(cmd);
	/* It looks whether there is anything to mend. */
	queue_work(dev->mend_wq, &dev->mend);
	storvsc_log(dev, STORVSC_LOG_WARN,
		    "%u:%u:%llu command 0x%02x is still with the host\n",
		    cmd->device->channel, cmd->device->id,
		    (u64)cmd->device->lun, cmd->cmnd[0]);
	return SCSI_EH_RESET_TIMER;
}

/* Commands that the host has not answered. May sleep. */
static u32 at_host(struct storvsc_dev *dev)
{
	u32 n = 0, i;

	mutex_lock(&dev->topology);
	for (i = 0; i < dev->nchans; i++)
		n += vmbus_requests_outstanding(dev->chans[i]->chan);
	mutex_unlock(&dev->topology);
	return n;
}

bool storvsc_drain(struct storvsc_dev *dev, unsigned long timeout)
{
	unsigned long end = jiffies + timeout;

	for (;;) {
		if (!at_host(dev))
			return true;
		if (READ_ONCE(dev->gone) || time_after(jiffies, end))
			return false;
		msleep(20);
	}
}

/* What is still out is sent again. dev->reset_lock held. 0 or -errno. */
static int reopen(struct storvsc_dev *dev)
{
	int err;

	storvsc_offline(dev, DID_RESET);
	err = storvsc_online(dev);
	/* Without a channel commands would wait for ever. */
	if (err)
		WRITE_ONCE(dev->gone, true);
	return err;
}

static bool any_broken(struct storvsc_dev *dev)
{
	bool broken = false;
	u32 i;

	mutex_lock(&dev->topology);
	for (i = 0; i < dev->nchans && !broken; i++)
		broken = vmbus_channel_broken(dev->chans[i]->chan);
	mutex_unlock(&dev->topology);
	return broken;
}

/*
 * The host damaged a ring: nothing can be sent or read there any more, or answers
 * were among what had to be discarded. New rings, but not again and again.
 */
void storvsc_mend(struct work_struct *work)
{
	struct storvsc_dev *dev = container_of(work, struct storvsc_dev, mend);

	mutex_lock(&dev->reset_lock);
	if (READ_ONCE(dev->gone) || !any_broken(dev))
		goto unlock;
	if (time_after(jiffies, dev->mended_at + STORVSC_MEND_SPAN))
		dev->mends = 0;
	dev->mended_at = jiffies;
	if (dev->mends++ < STORVSC_MENDS) {
		dev_warn(&dev->hv->device,
			 "the host damaged a ring: opening the channels anew\n");
		reopen(dev);
	} else {
		dev_err(&dev->hv->device,
			"the host damages each ring: giving the controller up\n");
		WRITE_ONCE(dev->gone, true);
		storvsc_offline(dev, DID_NO_CONNECT);
	}
unlock:
	mutex_unlock(&dev->reset_lock);
}

/*
 * Reset the bus, which makes the host answer everything it holds. A command
 * that still has no answer after that got lost: then the channels are closed,
 * so that its memory is ours again, and opened anew.
 */
static int reset_locked(struct storvsc_dev *dev)
{
	struct vstor_packet p;
	int err;

	storvsc_log(dev, STORVSC_LOG_WARN, "reset of the controller\n");
	mutex_lock(&dev->ctl_lock);
	vstor_build_op(&p, VSTOR_OP_RESET_BUS);
	err = storvsc_ctl_request(&dev->primary, &p);
	mutex_unlock(&dev->ctl_lock);
	if (!err && storvsc_drain(dev, STORVSC_WAIT_DRAIN))
		return 0;
	if (READ_ONCE(dev->gone))
		return 0;	/* commands fail by themselves */

	dev_warn(&dev->hv->device,
		 "commands got lost at the host (%d): opening the channels anew\n",
		 err);
	return reopen(dev);
}

static int reset(struct storvsc_dev *dev)
{
	int err;

	mutex_lock(&dev->reset_lock);
	err = reset_locked(dev);
	mutex_unlock(&dev->reset_lock);
	return err;
}

/* Wanted by the error handler; it has stopped all new commands. */
int storvsc_eh_host_reset(struct scsi_cmnd *cmd)
{
	return reset(shost_priv(cmd->device->host)) ? FAILED : SUCCESS;
}

/* Wanted by the administrator, in the middle of everything. */
int storvsc_host_reset(struct Scsi_Host *host, int type)
{
	int err;

	scsi_block_requests(host);
	err = reset(shost_priv(host));
	scsi_unblock_requests(host);
	return err;
}
