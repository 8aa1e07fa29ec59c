/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: crash, log, sysctl, clocks, restart, files, connector. */
#ifndef MODEL_MISC_H
#define MODEL_MISC_H

#include <model/device.h>

struct atomic_notifier_head { int model; };
extern struct atomic_notifier_head panic_notifier_list;
int atomic_notifier_chain_register(struct atomic_notifier_head *h,
				   struct notifier_block *nb);
int atomic_notifier_chain_unregister(struct atomic_notifier_head *h,
				     struct notifier_block *nb);
struct die_args {
	struct pt_regs *regs;
	const char *str;
	long err;
};
#define DIE_OOPS	1
int register_die_notifier(struct notifier_block *nb);
int unregister_die_notifier(struct notifier_block *nb);

struct ctl_table;
#if MODEL_KERNEL >= 20632
typedef int proc_handler(struct ctl_table *t, int write, void *buf, size_t *n,
			 loff_t *pos);
#else
struct file;
typedef int proc_handler(struct ctl_table *t, int write, struct file *f,
			 void *buf, size_t *n, loff_t *pos);
#endif
#if MODEL_KERNEL < 20632
#define CTL_ANY		(-1)
#endif
#if MODEL_KERNEL < 31000
enum { CTL_KERN = 1, CTL_DEV = 7 };
#endif
struct ctl_table {
#if MODEL_KERNEL < 31000
	int ctl_name;
#endif
	const char *procname;
	void *data;
	int maxlen;
	umode_t mode;
	struct ctl_table *child;
	proc_handler *proc_handler;
	void *extra1, *extra2;
};
struct ctl_table_header;
proc_handler proc_dointvec_minmax;
#ifdef MODEL_REGISTER_SYSCTL
struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *t);
#endif
#if MODEL_KERNEL >= 20632
struct ctl_table_header *register_sysctl_table(struct ctl_table *t);
#else
struct ctl_table_header *register_sysctl_table(struct ctl_table *t, int front);
#endif
void unregister_sysctl_table(struct ctl_table_header *h);

#ifdef MODEL_SYSCORE_OPS
struct syscore_ops {
	int (*suspend)(void);
	void (*resume)(void);
};
void register_syscore_ops(struct syscore_ops *o);
void unregister_syscore_ops(struct syscore_ops *o);
#endif

#if MODEL_KERNEL >= 20632
int orderly_poweroff(bool force);
#endif
#ifdef MODEL_ORDERLY_REBOOT
void orderly_reboot(void);
#endif
void kernel_restart(char *cmd);
void kernel_power_off(void);
int call_usermodehelper(char *path, char **argv, char **envp, int wait);

/* files */
struct inode;
struct file { void *private_data; unsigned int f_flags; };
struct poll_table_struct;
typedef struct poll_table_struct poll_table;
struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *f, loff_t off, int whence);
	ssize_t (*read)(struct file *f, char __user *buf, size_t n, loff_t *pos);
	ssize_t (*write)(struct file *f, const char __user *buf, size_t n,
			 loff_t *pos);
	unsigned int (*poll)(struct file *f, poll_table *t);
	int (*open)(struct inode *i, struct file *f);
	int (*release)(struct inode *i, struct file *f);
};
struct file *filp_open(const char *name, int flags, umode_t mode);
int filp_close(struct file *f, void *id);
loff_t no_llseek(struct file *f, loff_t off, int whence);
int nonseekable_open(struct inode *i, struct file *f);
void poll_wait(struct file *f, wait_queue_head_t *q, poll_table *t);
#define O_RDONLY	0
#define O_NONBLOCK	04000
#define POLLIN		1
#define POLLOUT		4
#define POLLERR		8
#define POLLHUP		16
#define POLLRDNORM	64
#define POLLWRNORM	256
unsigned long copy_to_user(void __user *to, const void *from, unsigned long n);
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);
int capable(int cap);
#define CAP_SYS_ADMIN	21
#define MISC_DYNAMIC_MINOR	255
struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
#if MODEL_KERNEL >= 20632
	struct device *parent;
	const char *nodename;
	umode_t mode;
#endif
};
#ifdef MODEL_MISC_DEREGISTER_VOID
void misc_deregister(struct miscdevice *m);
#else
int misc_deregister(struct miscdevice *m);
#endif
int misc_register(struct miscdevice *m);
#if MODEL_KERNEL >= 20632
loff_t noop_llseek(struct file *f, loff_t off, int whence);
#endif
#if MODEL_KERNEL >= 20632
#define CN_KVP_IDX	9
#define CN_KVP_VAL	1
#define CN_VSS_IDX	10
#define CN_VSS_VAL	1
#endif
struct cb_id { __u32 idx, val; };
struct cn_msg {
	struct cb_id id;
	__u32 seq, ack;
	__u16 len, flags;
	__u8 data[0];
};
struct sk_buff;
#ifdef MODEL_NETLINK_NS_CAPABLE
struct user_namespace;
extern struct user_namespace init_user_ns;
struct netlink_skb_parms { struct sk_buff *sk; };
bool __netlink_ns_capable(const struct netlink_skb_parms *p,
			  struct user_namespace *ns, int cap);
#else
typedef u32 kernel_cap_t;
struct netlink_skb_parms { kernel_cap_t eff_cap; };
#define cap_raised(c, cap)	((c) & (1 << ((cap) & 31)))
#endif
#if MODEL_KERNEL >= 31000
int cn_add_callback(struct cb_id *id, const char *name,
		    void (*fn)(struct cn_msg *m, struct netlink_skb_parms *p));
#elif MODEL_KERNEL >= 20632
int cn_add_callback(struct cb_id *id, char *name,
		    void (*fn)(struct cn_msg *m, struct netlink_skb_parms *p));
#else
int cn_add_callback(struct cb_id *id, char *name, void (*fn)(void *d));
#endif
void cn_del_callback(struct cb_id *id);
int cn_netlink_send(struct cn_msg *m, u32 group, gfp_t gfp);

struct new_utsname { char nodename[65]; char release[65]; char version[65]; char machine[65]; char domainname[65]; char sysname[65]; };
#ifdef MODEL_INIT_UTSNAME
struct new_utsname *init_utsname(void);
#if MODEL_KERNEL >= 20632
struct new_utsname *utsname(void);
#endif
#else
extern struct new_utsname system_utsname;
#endif

/* clocks */
struct clocksource {
#if MODEL_KERNEL >= 31000
	u64 (*read)(struct clocksource *c);
	u64 mask;
	unsigned long flags;
#elif MODEL_KERNEL >= 20632
	cycle_t (*read)(struct clocksource *c);
	cycle_t mask;
	unsigned long flags;
#else
	cycle_t (*read)(void);
	cycle_t mask;
	int is_continuous;
#endif
	u32 mult, shift;
	int rating;
	const char *name;
};
#define CLOCKSOURCE_MASK(n)	((u64)((n) < 64 ? (1ULL << (n)) - 1 : -1))
u32 clocksource_hz2mult(u32 hz, u32 shift);
int clocksource_register(struct clocksource *c);
#if MODEL_KERNEL >= 20632
#define CLOCK_SOURCE_IS_CONTINUOUS	1
int clocksource_register_hz(struct clocksource *c, u32 hz);
void clocksource_unregister(struct clocksource *c);
#endif

#endif /* MODEL_MISC_H */
