// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handshake with the storage service of the host (protocol 6).
 */
#include <linux/delay.h>
#include <linux/jiffies.h>

#include "storvsc.h"

int storvsc_ctl_request(struct storvsc_chan *c, struct vstor_packet *p)
{
	struct storvsc_dev *dev = c->dev;
	struct storvsc_ctl *ctl = &c->ctl;
	u64 id;
	int err;

	ctl->answered = 0;
	ctl->len = 0;
	reinit_completion(&ctl->done);
	if (READ_ONCE(dev->gone))
		return -ENODEV;

	id = storvsc_request(dev, c, dev->ctl_index, ctl);
	if (id == VMBUS_NO_REQUEST)
		return -EBUSY;

	err = vmbus_sendpacket(c->chan, p,
			       dev->proto ? dev->proto->packet_len :
					    VSTOR_PACKET_LEN, id,
			       VMBUS_PKT_DATA_INBAND, VMBUS_SEND_COMPLETION);
	if (!err)
		wait_for_completion_timeout(&ctl->done, STORVSC_WAIT_HOST);

	/* Whoever takes the id decides: afterwards nobody writes to ctl. */
	if (vmbus_request_take(c->chan, id)) {
		if (err)
			return err;
		return READ_ONCE(dev->gone) ? -ENODEV : -ETIMEDOUT;
	}
	/* Taken by the answer, which is being copied at this moment, or by offline. */
	while (!smp_load_acquire(&ctl->answered)) {
		if (READ_ONCE(dev->gone))
			return -ENODEV;
		msleep(20);
	}
	if (vstor_check_reply(&ctl->reply, ctl->len, VSTOR_HEADER_LEN)) {
		atomic_inc(&dev->bad_packets);
		return -EPROTO;
	}
	return 0;
}

static int ctl_simple(struct storvsc_chan *c, u32 operation)
{
	struct vstor_packet p;
	int err;

	vstor_build_op(&p, operation);
	err = storvsc_ctl_request(c, &p);
	if (!err && c->ctl.reply.packet.status)
		err = -EIO;
	return err;
}

/* Newest first; after a resume only the version in use will do. */
static int negotiate(struct storvsc_dev *dev, struct storvsc_chan *c)
{
	const struct vstor_proto *agreed = dev->proto, *proto;
	struct vstor_packet p;
	unsigned int i;
	int err;

	for (i = 0; (proto = vstor_proto_nth(i)) != NULL; i++) {
		if (agreed && proto != agreed)
			continue;
		vstor_build_op(&p, VSTOR_OP_QUERY_VERSION);
		p.u.version.version = proto->version;
		dev->proto = proto;
		err = storvsc_ctl_request(c, &p);
		dev->proto = agreed;
		if (err)
			return err;
		if (!c->ctl.reply.packet.status) {
			dev->proto = proto;
			return 0;
		}
	}
	return -EOPNOTSUPP;
}

int storvsc_handshake(struct storvsc_dev *dev, struct storvsc_chan *c)
{
	struct vstor_packet p;
	const char *step;
	int err;

	mutex_lock(&dev->ctl_lock);
	step = "begin";
	err = ctl_simple(c, VSTOR_OP_BEGIN_INIT);
	if (err)
		goto out;

	step = "version";
	err = negotiate(dev, c);
	if (err)
		goto out;

	step = "properties";
	vstor_build_op(&p, VSTOR_OP_QUERY_PROPERTIES);
	err = storvsc_ctl_request(c, &p);
	if (!err)
		err = vstor_parse_properties(&c->ctl.reply, c->ctl.len,
					     dev->class, &dev->props);
	if (err)
		goto out;

	step = "end";
	err = ctl_simple(c, VSTOR_OP_END_INIT);
out:
	mutex_unlock(&dev->ctl_lock);
	if (err) {
		dev_err(&dev->hv->device,
			"handshake with the host failed at step %s: %d\n",
			step, err);
		return err;
	}
	vstor_build_srb_template(&dev->template, dev->proto,
				 STORVSC_SRB_TIMEOUT);
	return 0;
}

void storvsc_create_subchannels(struct storvsc_dev *dev, struct storvsc_chan *c,
				u32 count)
{
	struct vstor_packet p;
	int err;

	vstor_build_op(&p, VSTOR_OP_CREATE_SUBCHANNELS);
	p.u.subchannels = (u16)count;
	mutex_lock(&dev->ctl_lock);
	err = storvsc_ctl_request(c, &p);
	if (!err && c->ctl.reply.packet.status)
		err = -EIO;
	mutex_unlock(&dev->ctl_lock);
	if (err)
		dev_warn(&dev->hv->device,
			 "the host gave none of %u subchannels: %d\n", count,
			 err);
}
