/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages of the connector under one signature. */
#ifndef HVC_LINUX_CONNECTOR_H
#define HVC_LINUX_CONNECTOR_H

#include_next <linux/connector.h>
#include <hvc_config.h>

#if !HVC_CN_NETLINK_SEND_HAS_4_ARGS
/* Always to the group: the port came later. */
#define cn_netlink_send(msg, port, group, gfp)	cn_netlink_send(msg, group, gfp)
#endif

#ifndef CN_KVP_IDX
#define CN_KVP_IDX	0x9
#endif
#ifndef CN_KVP_VAL
#define CN_KVP_VAL	0x1
#endif
#ifndef CN_VSS_IDX
#define CN_VSS_IDX	0xA
#define CN_VSS_VAL	0x1
#endif

#if !HVC_CN_CALLBACK_GETS_PARMS
/* Who sends cannot be told here, and anybody may: nothing is received. */
#define cn_add_callback(id, name, callback)	((void)(id), (void)(callback), 0)
#elif !HVC_CN_ADD_CALLBACK_TAKES_CONST
#define cn_add_callback(id, name, callback) \
	cn_add_callback(id, (char *)(name), callback)
#endif

#endif /* HVC_LINUX_CONNECTOR_H */
