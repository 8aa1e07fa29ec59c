// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way to a daemon: a character device with one message in each direction.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "transport.h"

static DEFINE_MUTEX(hv_transports_lock);	/* protects the list below */
static LIST_HEAD(hv_transports);

static void hv_transport_free(struct kref *ref)
{
	struct hv_transport *t = container_of(ref, struct hv_transport, ref);

	kfree(t->out);
	kfree(t);
}

void hv_transport_put(struct hv_transport *t)
{
	kref_put(&t->ref, hv_transport_free);
}

struct hv_transport *hv_transport_by_id(u32 cn_idx, u32 cn_val)
{
	struct hv_transport *t, *found = NULL;

	mutex_lock(&hv_transports_lock);
	list_for_each_entry(t, &hv_transports, link) {
		if (t->cn_idx != cn_idx || t->cn_val != cn_val)
			continue;
		kref_get(&t->ref);
		found = t;
		break;
	}
	mutex_unlock(&hv_transports_lock);
	return found;
}

/* -------- the device -------- */

static int hv_transport_open(struct inode *inode, struct file *file)
{
	/* The caller keeps the device from being deregistered meanwhile. */
	struct hv_transport *t = container_of(file->private_data,
					      struct hv_transport, misc);
	int ret = 0;

	mutex_lock(&t->lock);
	if (t->dead) {
		ret = -ENODEV;
	} else if (t->mode == HV_TRANSPORT_CHARDEV) {
		ret = -EBUSY;
	} else {
		if (t->mode == HV_TRANSPORT_NETLINK) {
			t->out_len = 0;
			t->ops->gone(t->context);
		}
		t->mode = HV_TRANSPORT_CHARDEV;
		t->out_len = 0;
		kref_get(&t->ref);
		file->private_data = t;
	}
	mutex_unlock(&t->lock);
	return ret;
}

static int hv_transport_release(struct inode *inode, struct file *file)
{
	struct hv_transport *t = file->private_data;

	mutex_lock(&t->lock);
	t->mode = HV_TRANSPORT_NONE;
	t->out_len = 0;
	if (!t->dead)
		t->ops->gone(t->context);
	mutex_unlock(&t->lock);
	hv_transport_put(t);
	return 0;
}

static bool hv_transport_readable(struct hv_transport *t)
{
	return READ_ONCE(t->out_len) || READ_ONCE(t->dead);
}

/* One whole message or none. */
static ssize_t hv_transport_read(struct file *file, char __user *buf,
				 size_t count, loff_t *pos)
{
	struct hv_transport *t = file->private_data;
	ssize_t ret;
	u8 *copy;
	u32 len;

	/*
	 * User memory is not touched under the lock: a fault there may take as
	 * long as user space likes.
	 */
	copy = kmalloc(t->out_size, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	for (;;) {
		mutex_lock(&t->lock);
		len = t->out_len;
		if (len || t->dead)
			break;
		mutex_unlock(&t->lock);
		if (file->f_flags & O_NONBLOCK) {
			ret = -EAGAIN;
			goto out;
		}
		ret = wait_event_interruptible(t->wait,
					       hv_transport_readable(t));
		if (ret)
			goto out;
	}
	if (!len) {
		ret = -EBADF;
	} else if (count < len) {
		ret = -EINVAL;
	} else {
		memcpy(copy, t->out, len);
		t->out_len = 0;
		if (!t->dead)
			t->ops->taken(t->context);
		ret = len;
	}
	mutex_unlock(&t->lock);
	if (ret > 0 && copy_to_user(buf, copy, len))
		ret = -EFAULT;
out:
	kfree(copy);
	return ret;
}

static ssize_t hv_transport_write(struct file *file, const char __user *buf,
				  size_t count, loff_t *pos)
{
	struct hv_transport *t = file->private_data;
	u8 *data;
	int ret;

	if (!count || count > HV_TRANSPORT_MAX_IN)
		return -EINVAL;
	data = memdup_user(buf, count);
	if (IS_ERR(data))
		return PTR_ERR(data);
	mutex_lock(&t->lock);
	if (t->dead)
		ret = -EBADF;
	else
		ret = t->ops->message(t->context, data, (u32)count);
	mutex_unlock(&t->lock);
	kfree(data);
	return ret ? ret : (ssize_t)count;
}

static __poll_t hv_transport_poll(struct file *file, poll_table *wait)
{
	struct hv_transport *t = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &t->wait, wait);
	mutex_lock(&t->lock);
	if (t->out_len)
		mask |= EPOLLIN | EPOLLRDNORM;
	else if (t->dead)
		mask |= EPOLLERR | EPOLLHUP;
	mutex_unlock(&t->lock);
	return mask;
}

/* Daemons use pread() and pwrite(), so the file is not a stream. */
static const struct file_operations hv_transport_fops = {
	.owner = THIS_MODULE,
	.open = hv_transport_open,
	.release = hv_transport_release,
	.read = hv_transport_read,
	.write = hv_transport_write,
	.poll = hv_transport_poll,
	.llseek = noop_llseek,
};

/* -------- for the services -------- */

u8 *hv_transport_buffer(struct hv_transport *t)
{
	return t->out_len ? NULL : t->out;
}

bool hv_transport_send(struct hv_transport *t, u32 len)
{
	switch (t->mode) {
	case HV_TRANSPORT_CHARDEV:
		t->out_len = len;
		wake_up_interruptible(&t->wait);
		return true;
	case HV_TRANSPORT_NETLINK:
		/* Nobody can tell when it is read there. */
		if (!hv_netlink_send(t, t->out, len))
			return false;
		t->ops->taken(t->context);
		return true;
	case HV_TRANSPORT_NONE:
		break;
	}
	return false;
}

void hv_transport_drop(struct hv_transport *t)
{
	t->out_len = 0;
}

int hv_transport_create(struct hv_transport **where, const char *node,
			u32 cn_idx, u32 cn_val, u32 out_size,
			const struct hv_transport_ops *ops, void *context)
{
	struct hv_transport *t, *other;
	int ret = -ENOMEM;

	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->out = kmalloc(out_size, GFP_KERNEL);
	if (!t->out)
		goto free;
	kref_init(&t->ref);
	mutex_init(&t->lock);
	init_waitqueue_head(&t->wait);
	t->ops = ops;
	t->context = context;
	t->out_size = out_size;
	t->node = node;
	t->cn_idx = cn_idx;
	t->cn_val = cn_val;
	t->misc.minor = MISC_DYNAMIC_MINOR;
	t->misc.name = node;
	t->misc.fops = &hv_transport_fops;
	*where = t;

	/* A host may offer a service twice. */
	mutex_lock(&hv_transports_lock);
	ret = 0;
	list_for_each_entry(other, &hv_transports, link)
		if (!strcmp(other->node, node))
			ret = -EEXIST;
	if (!ret)
		list_add(&t->link, &hv_transports);
	mutex_unlock(&hv_transports_lock);
	if (ret)
		goto free;

	ret = misc_register(&t->misc);
	if (ret)
		goto unlist;
	ret = hv_netlink_start(t);
	/* The device alone serves everybody but old daemons. */
	if (ret)
		pr_warn("%s: no netlink for old daemons: %d\n", node, ret);
	return 0;

unlist:
	mutex_lock(&hv_transports_lock);
	list_del(&t->link);
	mutex_unlock(&hv_transports_lock);
free:
	kfree(t->out);
	kfree(t);
	return ret;
}

void hv_transport_destroy(struct hv_transport *t)
{
	hv_netlink_stop(t);
	misc_deregister(&t->misc);
	mutex_lock(&hv_transports_lock);
	list_del(&t->link);
	mutex_unlock(&hv_transports_lock);

	mutex_lock(&t->lock);
	WRITE_ONCE(t->dead, true);
	mutex_unlock(&t->lock);
	wake_up_interruptible(&t->wait);
	hv_transport_put(t);
}
