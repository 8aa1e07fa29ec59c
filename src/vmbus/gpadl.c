// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guest memory that the host may use: GPADLs (protocol 2.5).
 *
 * Whenever it is not certain that the host let go of memory, that memory is
 * lost: it must not get another use while the host can write to it.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/io.h>
#include "vmbus_priv.h"

/**
 * vmbus_virt_to_pfn() - frame of the host page that holds an address
 * @addr: vmalloc or linearly mapped memory; any context
 */
u64 vmbus_virt_to_pfn(const void *addr)
{
	u64 pa;

	if (is_vmalloc_addr(addr))
		pa = ((u64)page_to_pfn(vmalloc_to_page((void *)addr)) << PAGE_SHIFT) +
			offset_in_page(addr);
	else
		pa = (u64)virt_to_phys((void *)addr);
	return pa >> HV_HYP_PAGE_SHIFT;
}
EXPORT_SYMBOL_GPL(vmbus_virt_to_pfn);

static u32 next_handle(void)
{
	u32 handle;

	do {
		handle = (u32)atomic_inc_return(&vmbus_conn.next_gpadl) - 1;
	} while (handle == 0);
	return handle;
}

/* The frames lie in a message at multiples of 4 bytes, not of 8. */
static u32 fill_pfns(void *to, u32 max, const u8 *buffer, u32 first, u32 pages)
{
	u64 pfn;
	u32 n;

	for (n = 0; n < max && first + n < pages; n++) {
		pfn = vmbus_virt_to_pfn(buffer + (first + n) *
					HV_HYP_PAGE_SIZE);
		memcpy((u8 *)to + n * sizeof(pfn), &pfn, sizeof(pfn));
	}
	return n;
}

/* Send the header and as many bodies as it takes. *@sent: the host saw some. */
static int send_pages(u32 relid, u32 handle, const void *buffer, u32 pages,
		      bool *sent)
{
	union {
		struct vmbus_gpadl_header header;
		struct vmbus_gpadl_body body;
	} *msg;
	u32 done, n, number = 0;
	int ret;

	*sent = false;
	msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	msg->header.header.type = VMBUS_MSG_GPADL_HEADER;
	msg->header.relid = relid;
	msg->header.gpadl = handle;
	msg->header.range_buflen = (u16)(8 + 8 * pages);
	msg->header.range_count = 1;
	msg->header.byte_count = pages * HV_HYP_PAGE_SIZE;
	n = fill_pfns(msg->header.pfn, VMBUS_GPADL_HEADER_PFNS, buffer, 0,
		      pages);
	ret = vmbus_post(msg, sizeof(msg->header) -
			 8 * (VMBUS_GPADL_HEADER_PFNS - n));
	for (done = n; !ret && done < pages; done += n) {
		*sent = true;
		memset(msg, 0, sizeof(*msg));
		msg->body.header.type = VMBUS_MSG_GPADL_BODY;
		msg->body.msg_number = number++;
		msg->body.gpadl = handle;
		n = fill_pfns(msg->body.pfn, VMBUS_GPADL_BODY_PFNS, buffer,
			      done, pages);
		ret = vmbus_post(msg, sizeof(msg->body) -
				 8 * (VMBUS_GPADL_BODY_PFNS - n));
	}
	if (!ret)
		*sent = true;
	kfree(msg);
	return ret;
}

/**
 * vmbus_establish_gpadl() - let the host use memory of ours
 *
 * On failure @gpadl->handle says what may be done with the memory: 0, it is
 * the caller's alone; otherwise the host may still have it, leak it.
 */
int vmbus_establish_gpadl(struct vmbus_channel *chan, void *buffer, u32 size,
			  struct vmbus_gpadl *gpadl)
{
	u32 pages = size >> HV_HYP_PAGE_SHIFT;
	struct vmbus_wait *w;
	bool sent;
	int ret;

	gpadl->handle = 0;
	gpadl->buffer = buffer;
	gpadl->size = size;
	if (!pages || pages > VMBUS_GPADL_MAX_PFNS ||
	    (size & (HV_HYP_PAGE_SIZE - 1)) ||
	    ((unsigned long)buffer & (HV_HYP_PAGE_SIZE - 1)))
		return -EINVAL;
	if (READ_ONCE(chan->rescinded) ||
	    READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		return -ENODEV;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	gpadl->handle = next_handle();
	vmbus_wait_begin(w, VMBUS_MSG_GPADL_CREATED, chan->relid,
			 gpadl->handle, chan);
	ret = send_pages(chan->relid, gpadl->handle, buffer, pages, &sent);
	if (ret) {
		vmbus_wait_cancel(w);
	} else {
		ret = vmbus_wait_end(w, VMBUS_ANSWER_TIMEOUT);
		if (!ret && w->answer.created.status) {
			/* Refused: the host has never had it. */
			ret = -EIO;
			sent = false;
		}
	}
	kfree(w);
	if (!ret)
		return 0;
	if (!sent) {
		gpadl->handle = 0;
		return ret;
	}
	/* Uncertain. Ask to let go, and believe only a clear answer. */
	vmbus_teardown_gpadl(chan, gpadl);
	return ret;
}
EXPORT_SYMBOL_GPL(vmbus_establish_gpadl);

/**
 * vmbus_teardown_gpadl() - take shared memory back
 *
 * After an ended connection the host holds no memory. After a rescind it is asked
 * nevertheless and gets a moment to answer: it may be just about to write.
 * Return: 0 and @gpadl->handle 0: the host let go. Otherwise the caller must
 * leak the memory.
 */
int vmbus_teardown_gpadl(struct vmbus_channel *chan, struct vmbus_gpadl *gpadl)
{
	struct vmbus_gpadl_teardown msg;
	struct vmbus_wait *w;
	bool posted;
	int ret;

	if (!gpadl->handle)
		return 0;
	if (READ_ONCE(vmbus_conn.state) == VMBUS_DISCONNECTED) {
		gpadl->handle = 0;
		return 0;
	}
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	memset(&msg, 0, sizeof(msg));
	msg.header.type = VMBUS_MSG_GPADL_TEARDOWN;
	msg.relid = chan->relid;
	msg.gpadl = gpadl->handle;
	vmbus_wait_begin(w, VMBUS_MSG_GPADL_TORNDOWN, gpadl->handle, 0, chan);
	/* A channel that we gave up ourselves is still open at the host. */
	w->grace = VMBUS_ANSWER_TIMEOUT;
	ret = vmbus_post(&msg, sizeof(msg));
	posted = !ret;
	if (ret)
		vmbus_wait_cancel(w);
	else
		ret = vmbus_wait_end(w, VMBUS_ANSWER_TIMEOUT);
	kfree(w);
	/*
	 * What the host took away itself it no longer uses, once it has been
	 * told and had its moment.
	 */
	if (posted && READ_ONCE(chan->by_host))
		ret = 0;
	if (ret) {
		pr_warn_ratelimited("the host did not let go of %u bytes shared with channel %u: error %d; leaking them\n",
				    gpadl->size, chan->relid, ret);
		return ret;
	}
	gpadl->handle = 0;
	return 0;
}
EXPORT_SYMBOL_GPL(vmbus_teardown_gpadl);
