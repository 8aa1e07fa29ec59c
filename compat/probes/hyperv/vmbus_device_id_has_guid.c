// SPDX-License-Identifier: GPL-2.0-only
/*
 * The id of a VMBus device holds a guid_t.
 * Since: 5.0, 4.13 as uuid_le, before as bytes
 */
#include <linux/mod_devicetable.h>

const guid_t *hvc_probe(const struct hv_vmbus_device_id *id);
const guid_t *hvc_probe(const struct hv_vmbus_device_id *id)
{
	return &id->guid;
}
