// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adding kobjects and sets of them in one call, taking them from their parents: for
 * kernels before 2.6.25.
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>

#if !HVC_KOBJECT_INIT_HAS_2_ARGS

#undef kobject_add
#undef kobject_del

/*
 * These kernels keep set and parent until the last reference to the object goes.
 * An object below a device that the device holds in turn, like a channel, would
 * keep both for ever.
 */
static void let_go(struct kobject *kobj)
{
	struct kset *kset = kobj->kset;

	kobj->kset = NULL;
	kobj->parent = NULL;
	if (kset)
		kset_put(kset);
}

int hvc_kobject_add(struct kobject *kobj, struct kobject *parent,
		    const char *fmt, ...)
{
	char name[64];
	va_list args;
	int ret;

	va_start(args, fmt);
	vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	/* The set came after kobject_init(), which would have taken this. */
	if (kobj->kset)
		kset_get(kobj->kset);
	kobj->parent = parent;
	ret = kobject_set_name(kobj, "%s", name);
	if (!ret)
		ret = kobject_add(kobj);
	/* A kobject_add() that fails has given the parent back. */
	if (ret)
		let_go(kobj);
	return ret;
}
EXPORT_SYMBOL_GPL(hvc_kobject_add);

void hvc_kobject_del(struct kobject *kobj)
{
	struct kobject *parent = kobj->parent;

	kobject_del(kobj);
	let_go(kobj);
	kobject_put(parent);
}
EXPORT_SYMBOL_GPL(hvc_kobject_del);

static void kset_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static struct kobj_type kset_ktype = {
	.release = kset_release,
};

struct kset *hvc_kset_create_and_add(const char *name, const void *ops,
				     struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kset->kobj.ktype = &kset_ktype;
	kset->kobj.parent = parent;
	if (kobject_set_name(&kset->kobj, "%s", name)) {
		kfree(kset);
		return NULL;
	}
	if (kset_register(kset)) {
		kobject_put(&kset->kobj);
		return NULL;
	}
	return kset;
}
EXPORT_SYMBOL_GPL(hvc_kset_create_and_add);

#endif
