/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: scatter lists, block queues and requests, the SCSI layer. */
#ifndef MODEL_SCSI_H
#define MODEL_SCSI_H

#include <model/device.h>

#if MODEL_KERNEL >= 20632
struct scatterlist { unsigned int offset, length; };
struct page *sg_page(struct scatterlist *s);
struct scatterlist *sg_next(struct scatterlist *s);
dma_addr_t sg_phys(struct scatterlist *s);
void *sg_virt(struct scatterlist *s);
#define for_each_sg(l, s, n, i) \
	for (i = 0, s = (l); i < (n); i++, s = sg_next(s))
#else
struct scatterlist { struct page *page; unsigned int offset, length; };
#endif
void sg_init_one(struct scatterlist *s, const void *buf, unsigned int n);
#if MODEL_KERNEL >= 20632
size_t sg_copy_to_buffer(struct scatterlist *l, unsigned int n, void *buf, size_t len);
size_t sg_copy_from_buffer(struct scatterlist *l, unsigned int n, const void *buf, size_t len);
#endif

struct block_device;
struct gendisk;
struct block_device { struct gendisk *bd_disk; };
struct request { int tag; };
#if MODEL_KERNEL >= 20632
struct queue_limits {
	unsigned int max_discard_sectors;
};
struct request_queue {
	struct queue_limits limits;
};
#define MODEL_EH	blk_eh_timer_return
enum blk_eh_timer_return {
	BLK_EH_NOT_HANDLED,
	BLK_EH_HANDLED,
	BLK_EH_RESET_TIMER,
};
void blk_queue_rq_timeout(struct request_queue *q, unsigned int t);
#else
struct request_queue { int model; };
#define MODEL_EH	scsi_eh_timer_return
enum scsi_eh_timer_return {
	EH_NOT_HANDLED,
	EH_HANDLED,
	EH_RESET_TIMER,
};
#endif
#ifdef MODEL_BLK_MQ
void blk_queue_virt_boundary(struct request_queue *q, unsigned long mask);
#endif
void blk_queue_bounce_limit(struct request_queue *q, u64 limit);
void blk_queue_max_segment_size(struct request_queue *q, unsigned int n);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
void blk_queue_update_dma_alignment(struct request_queue *q, int mask);
#endif
#ifdef MODEL_BLK_MQ
u32 blk_mq_unique_tag(struct request *rq);
u16 blk_mq_unique_tag_to_hwq(u32 tag);
u16 blk_mq_unique_tag_to_tag(u32 tag);
#define BLK_MQ_UNIQUE_TAG_BITS	16
#define BLK_MQ_UNIQUE_TAG_MASK	0xffff
#endif
#define BLK_BOUNCE_ANY		(~0ULL)

#define SCSI_MLQUEUE_HOST_BUSY		0x1055
#define SCSI_MLQUEUE_DEVICE_BUSY	0x1056
#define SUCCESS		0x2002
#define FAILED		0x2003
#define DID_OK			0
#define DID_NO_CONNECT		1
#define DID_BUS_BUSY		2
#define DID_TIME_OUT		3
#define DID_BAD_TARGET		4
#define DID_ERROR		7
#define DID_RESET		8
#define DID_PASSTHROUGH		10
#define DID_SOFT_ERROR		11
#define DID_IMM_RETRY		12
#define DID_REQUEUE		13
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define DID_TRANSPORT_DISRUPTED	14
#endif
#if MODEL_KERNEL >= 20632
#define DID_TARGET_FAILURE	16
#define DID_NEXUS_FAILURE	17
#endif
#define SAM_STAT_GOOD			0
#define SAM_STAT_CHECK_CONDITION	2
#define SAM_STAT_BUSY			8
#define SAM_STAT_TASK_SET_FULL		0x28
#define TEST_UNIT_READY		0x00
#define REQUEST_SENSE		0x03
#define READ_6			0x08
#define WRITE_6			0x0a
#define INQUIRY			0x12
#define MODE_SENSE		0x1a
#define READ_10			0x28
#define WRITE_10		0x2a
#if MODEL_KERNEL >= 20632
#define UNMAP			0x42
#endif
#define SET_WINDOW		0x24
#define WRITE_SAME		0x41
#if MODEL_KERNEL >= 20632
#define WRITE_SAME_16		0x93
#endif
#define ATA_12			0xa1
#define ATA_16			0x85
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define MAINTENANCE_IN		0xa3
#endif
#define NO_SENSE		0
#define NOT_READY		2
#define ILLEGAL_REQUEST		5
#define UNIT_ATTENTION		6
#define ABORTED_COMMAND		0xb
#define TYPE_DISK		0
#define TYPE_ROM		5
#define SCSI_SENSE_BUFFERSIZE	96
#define SCAN_WILD_CARD		(~0u)
#define SCSI_3			4
#define SCSI_SPC_2		5
#define SCSI_SPC_3		6
#if MODEL_KERNEL >= 20632
#define SCSI_W_LUN_REPORT_LUNS	0xc101
#endif
#define BLIST_REPORTLUN2	0x20000
#define BLIST_SPARSELUN		0x40
#define BLIST_LARGELUN		0x200
#define BLIST_FORCELUN		0x2
#define SG_ALL			128
#define DISABLE_CLUSTERING	0
#define ENABLE_CLUSTERING	1

struct Scsi_Host;
struct scsi_cmnd;
struct scsi_target;
enum scsi_device_state { SDEV_CREATED = 1, SDEV_RUNNING };
struct scsi_device {
	struct Scsi_Host *host;
	struct request_queue *request_queue;
	unsigned int id, channel;
#ifdef MODEL_LUN_64
	u64 lun;
#else
	unsigned int lun;
#endif
	unsigned short queue_depth;
	unsigned int scsi_level;
	char type;
	const char *vendor, *model, *rev;
	unsigned int use_10_for_rw:1, tagged_supported:1, simple_tags:1;
#if MODEL_KERNEL >= 31000
	unsigned int no_write_same:1, no_report_opcodes:1, try_vpd_pages:1;
#endif
#if MODEL_KERNEL < 20632
	int timeout;
#endif
	unsigned int sdev_bflags;
	enum scsi_device_state sdev_state;
	struct device sdev_gendev;
	void *hostdata;
};
#define to_scsi_device(d)	container_of(d, struct scsi_device, sdev_gendev)
int scsi_is_sdev_device(const struct device *d);
#ifdef MODEL_HOST_IGNORE_ATA
enum { ATA_HOST_IGNORE_ATA = 1 << 3 };
#endif
struct scsi_sense_hdr { u8 response_code, sense_key, asc, ascq; };
struct scsi_data_buffer;
struct scsi_cmnd {
	struct scsi_device *device;
	struct request *request;
#if MODEL_KERNEL >= 20632
	unsigned char *cmnd;
	unsigned short cmd_len;
	unsigned char *sense_buffer;
	struct { unsigned int length; } sdb;
#else
	unsigned char cmd_len;
	unsigned char cmnd[16];
	unsigned char sense_buffer[SCSI_SENSE_BUFFERSIZE];
	unsigned short use_sg;
	unsigned int request_bufflen;
	void *request_buffer;
	int resid;
#endif
	enum dma_data_direction sc_data_direction;
	int result;
	void (*scsi_done)(struct scsi_cmnd *c);
	unsigned char *host_scribble;
	int tag;
	int retries, allowed;
	struct { char *ptr; void *buffer; dma_addr_t dma_handle; int Status; } SCp;
};
struct scsi_host_template {
	struct module *module;
	const char *name;
	const char *proc_name;
	const char *(*info)(struct Scsi_Host *h);
#if MODEL_KERNEL >= 31000
	int (*queuecommand)(struct Scsi_Host *h, struct scsi_cmnd *c);
#else
	int (*queuecommand)(struct scsi_cmnd *c, void (*done)(struct scsi_cmnd *));
#endif
	int (*eh_abort_handler)(struct scsi_cmnd *c);
	int (*eh_host_reset_handler)(struct scsi_cmnd *c);
	int (*slave_alloc)(struct scsi_device *d);
	int (*slave_configure)(struct scsi_device *d);
	void (*slave_destroy)(struct scsi_device *d);
#if MODEL_KERNEL >= 20632
	int (*change_queue_depth)(struct scsi_device *d, int depth, int reason);
#else
	int (*change_queue_depth)(struct scsi_device *d, int depth);
#endif
	int (*bios_param)(struct scsi_device *d, struct block_device *b,
			  sector_t n, int geom[]);
#ifdef MODEL_TEMPLATE_EH_TIMED_OUT
	enum MODEL_EH (*eh_timed_out)(struct scsi_cmnd *c);
#endif
#ifdef MODEL_HOST_RESET
	int (*host_reset)(struct Scsi_Host *h, int type);
#endif
	int can_queue, this_id;
	unsigned short sg_tablesize, max_sectors;
	unsigned long dma_boundary;
	short cmd_per_lun;
	unsigned int use_clustering:1, emulated:1, skip_settle_delay:1;
#if MODEL_KERNEL >= 31000
	unsigned int no_write_same:1;
#endif
#ifdef MODEL_LOCKLESS
	unsigned int lockless:1;
#endif
#if MODEL_KERNEL >= 20632
	struct device_attribute **shost_attrs;
#endif
};
struct scsi_transport_template {
	enum MODEL_EH (*eh_timed_out)(struct scsi_cmnd *c);
};
struct Scsi_Host {
	unsigned int host_no;
	unsigned int max_id, max_channel;
#ifdef MODEL_LUN_64
	u64 max_lun;
#else
	unsigned int max_lun;
#endif
	unsigned short max_cmd_len;
	spinlock_t *host_lock;
	int this_id, can_queue;
	short cmd_per_lun;
	unsigned short sg_tablesize, max_sectors;
	unsigned long dma_boundary;
#ifdef MODEL_BLK_MQ
	unsigned nr_hw_queues;
	unsigned int use_blk_mq:1;
	unsigned int no_write_same:1;
#endif
	struct scsi_host_template *hostt;
	struct scsi_transport_template *transportt;
	struct device shost_gendev;
	int host_busy;
	unsigned long hostdata[0];
};
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define SDEV_EVT_MEDIA_CHANGE	1
#endif
struct Scsi_Host *scsi_host_alloc(struct scsi_host_template *t, int n);
int scsi_add_host(struct Scsi_Host *h, struct device *d);
void scsi_remove_host(struct Scsi_Host *h);
void scsi_host_put(struct Scsi_Host *h);
struct Scsi_Host *scsi_host_get(struct Scsi_Host *h);
void scsi_scan_host(struct Scsi_Host *h);
void scsi_scan_target(struct device *p, unsigned int channel, unsigned int id,
		      u64 lun, int rescan);
void scsi_block_requests(struct Scsi_Host *h);
void scsi_unblock_requests(struct Scsi_Host *h);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
void *shost_priv(struct Scsi_Host *h);
#endif
#ifdef MODEL_BLK_MQ
bool shost_use_blk_mq(struct Scsi_Host *h);
#endif
#ifdef MODEL_LUN_64
struct scsi_device *scsi_device_lookup(struct Scsi_Host *h, uint ch, uint id, u64 lun);
int scsi_add_device(struct Scsi_Host *h, uint ch, uint id, u64 lun);
#else
struct scsi_device *scsi_device_lookup(struct Scsi_Host *h, uint ch, uint id, uint lun);
int scsi_add_device(struct Scsi_Host *h, uint ch, uint id, uint lun);
#endif
int scsi_device_get(struct scsi_device *d);
void scsi_device_put(struct scsi_device *d);
void scsi_remove_device(struct scsi_device *d);
void scsi_rescan_device(struct device *d);
#if MODEL_KERNEL >= 20632
int scsi_device_created(struct scsi_device *d);
#endif
struct scsi_device *__scsi_iterate_devices(struct Scsi_Host *h, struct scsi_device *d);
#define shost_for_each_device(d, h) \
	for ((d) = __scsi_iterate_devices(h, NULL); (d); \
	     (d) = __scsi_iterate_devices(h, d))
#if MODEL_KERNEL >= 20632
int scsi_test_unit_ready(struct scsi_device *d, int t, int retries,
			 struct scsi_sense_hdr *s);
#else
int scsi_test_unit_ready(struct scsi_device *d, int t, int retries);
#endif
void scsi_adjust_queue_depth(struct scsi_device *d, int tagged, int depth);
int scsi_track_queue_full(struct scsi_device *d, int depth);
#if MODEL_KERNEL >= 20632
#define SCSI_QDEPTH_DEFAULT	0
#define SCSI_QDEPTH_QFULL	1
#define SCSI_QDEPTH_RAMP_UP	2
#endif
#define MSG_SIMPLE_TAG	0x20
int scsi_get_tag_type(struct scsi_device *d);
int scsi_host_in_recovery(struct Scsi_Host *h);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
void scsi_set_resid(struct scsi_cmnd *c, int resid);
unsigned int scsi_bufflen(struct scsi_cmnd *c);
unsigned int scsi_sg_count(struct scsi_cmnd *c);
struct scatterlist *scsi_sglist(struct scsi_cmnd *c);
#endif
#if MODEL_KERNEL >= 20632
#define scsi_for_each_sg(c, s, n, i)	for_each_sg(scsi_sglist(c), s, n, i)
int scsi_sg_copy_from_buffer(struct scsi_cmnd *c, void *buf, int n);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_SENSE_BUFFER)
void scsi_build_sense_buffer(int desc, u8 *buf, u8 key, u8 asc, u8 ascq);
#endif
int scsi_normalize_sense(const u8 *buf, int n, struct scsi_sense_hdr *h);
int scsi_sense_valid(const struct scsi_sense_hdr *h);
void scsi_print_sense(const struct scsi_cmnd *c);
#if MODEL_KERNEL >= 20632
void set_host_byte(struct scsi_cmnd *c, char status);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
void sdev_evt_send_simple(struct scsi_device *d, int evt, gfp_t gfp);
#endif

#endif /* MODEL_SCSI_H */
