// SPDX-License-Identifier: GPL-2.0-only
/*
 * Classes of devices (protocol 3) and the CPU a channel is bound to.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include "vmbus_priv.h"

/*
 * The numbers are those that sysfs has always shown as "device": tools compare
 * them.
 */
#define VMBUS_CLASS_UNKNOWN	16

static const struct vmbus_class vmbus_classes[] = {
	{ HV_IDE_GUID,		0,	true },
	{ HV_SCSI_GUID,		1,	true },
	{ HV_SYNTHFC_GUID,	2,	true },
	{ HV_NIC_GUID,		3,	true },
	{ HV_ND_GUID,		4,	true },
	{ HV_PCIE_GUID,		5,	false },
	{ HV_SYNTHVID_GUID,	6,	false },
	{ HV_KBD_GUID,		7,	false },
	{ HV_MOUSE_GUID,	8,	false },
	{ HV_KVP_GUID,		9,	false },
	{ HV_TS_GUID,		10,	false },
	{ HV_HEART_BEAT_GUID,	11,	false },
	{ HV_SHUTDOWN_GUID,	12,	false },
	{ HV_FCOPY_GUID,	13,	false },
	{ HV_VSS_GUID,		14,	false },
	{ HV_DM_GUID,		15,	false },
};

static const struct vmbus_class vmbus_class_unknown = {
	.number = VMBUS_CLASS_UNKNOWN,
};

const struct vmbus_class *vmbus_class_find(const struct vmbus_offer *offer)
{
	unsigned int i;

	/* The class of a socket is a port number and means nothing here. */
	if (offer->flags & VMBUS_OFFER_TLNPI)
		return &vmbus_class_unknown;
	for (i = 0; i < ARRAY_SIZE(vmbus_classes); i++)
		if (!memcmp(&vmbus_classes[i].guid, offer->class_id,
			    sizeof(vmbus_classes[i].guid)))
			return &vmbus_classes[i];
	return &vmbus_class_unknown;
}

/* @order: index of the byte to print next, or -1 for a dash. */
static const char *guid_print(const guid_t *guid, char *buf, const s8 *order,
			      unsigned int count)
{
	const u8 *bytes = (const u8 *)guid;
	char *p = buf;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (order[i] < 0)
			*p++ = '-';
		else
			p += sprintf(p, "%02x", bytes[order[i]]);
	*p = '\0';
	return buf;
}

const char *vmbus_guid_text(const guid_t *guid, char buf[VMBUS_GUID_TEXT])
{
	static const s8 order[] = {
		3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1,
		10, 11, 12, 13, 14, 15
	};

	return guid_print(guid, buf, order, ARRAY_SIZE(order));
}

const char *vmbus_guid_alias(const guid_t *guid, char buf[VMBUS_GUID_TEXT])
{
	static const s8 order[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	};

	return guid_print(guid, buf, order, ARRAY_SIZE(order));
}

/* Channels bound to @cpu: of the device of @chan, and altogether. */
static void count_channels(const struct vmbus_channel *chan, unsigned int cpu,
			   unsigned int *own, unsigned int *all)
{
	struct vmbus_channel *c;

	*own = 0;
	*all = 0;
	list_for_each_entry(c, &vmbus_conn.channels, entry) {
		if (c == chan || !c->cpu_chosen || !c->class_info->spread ||
		    c->target_cpu != cpu)
			continue;
		(*all)++;
		if (guid_equal(&c->instance_id, &chan->instance_id))
			(*own)++;
	}
}

/* Performance channels bound to CPUs of @node. */
static unsigned int count_on_node(int node)
{
	struct vmbus_channel *c;
	unsigned int n = 0;

	list_for_each_entry(c, &vmbus_conn.channels, entry)
		if (c->cpu_chosen && c->class_info->spread &&
		    cpu_to_node(c->target_cpu) == node)
			n++;
	return n;
}

/**
 * vmbus_choose_cpu() - pick a CPU for a channel
 * @chan: the channel; only channels of performance classes are spread
 * @allowed: CPUs to choose from, a subset of those online
 *
 * The channels of one device go to different CPUs as long as there are any;
 * among those the CPU with the fewest channels wins, on the NUMA node with the
 * fewest for a primary channel and on the node of the primary for its
 * subchannels. Every search visits each CPU once.
 *
 * Context: cpus_read_lock() and conn.topology held.
 * Return: a CPU; the contact CPU if nothing else is possible.
 */
unsigned int vmbus_choose_cpu(struct vmbus_channel *chan,
			      const struct cpumask *allowed)
{
	unsigned int cpu, own, all, best = vmbus_conn.contact_cpu;
	unsigned int best_own = UINT_MAX, best_far = UINT_MAX;
	unsigned int best_all = UINT_MAX, far;
	int home = -1;

	if (!chan->class_info->spread ||
	    vmbus_conn.version < VMBUS_VERSION_WIN8)
		return vmbus_conn.contact_cpu;
	if (chan->primary)
		home = cpu_to_node(chan->primary->target_cpu);
	for_each_cpu(cpu, allowed) {
		count_channels(chan, cpu, &own, &all);
		if (home >= 0)
			far = cpu_to_node(cpu) != home;
		else
			far = count_on_node(cpu_to_node(cpu));
		if (own > best_own ||
		    (own == best_own && (far > best_far ||
		     (far == best_far && all >= best_all))))
			continue;
		best = cpu;
		best_own = own;
		best_far = far;
		best_all = all;
	}
	return best;
}
