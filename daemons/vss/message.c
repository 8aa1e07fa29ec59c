// SPDX-License-Identifier: GPL-2.0-only
/* Requests of the backup service; pure code, see message.h. */
#include "message.h"

#include <string.h>

int vss_request_parse(const void *buf, size_t len, int registered)
{
	struct vss_node_msg msg;

	/* the version of the module: a number alone */
	if (!registered && len == sizeof(uint32_t))
		return VSS_NODE_REGISTER1;
	if (len < sizeof(msg))
		return -1;
	memcpy(&msg, buf, sizeof(msg));
	if (!registered && msg.head.request.operation == VSS_NODE_REGISTER1)
		return VSS_NODE_REGISTER1;
	return msg.head.request.operation;
}

void vss_answer(struct vss_node_msg *msg, int operation, uint32_t status)
{
	memset(msg, 0, sizeof(*msg));
	msg->head.status = status;
	if (operation == VSS_NODE_HOT_BACKUP)
		msg->flags = VSS_NODE_NO_AUTO_RECOVERY;
}
