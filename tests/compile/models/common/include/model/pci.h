/* SPDX-License-Identifier: GPL-2.0-only */
/* PCI devices: what a driver looks up of others. */
#ifndef MODEL_PCI_H
#define MODEL_PCI_H

#include <model/device.h>

struct pci_slot;
struct pci_dev {
	unsigned int devfn;
	struct device dev;
#if MODEL_KERNEL >= 20632
	struct pci_slot *slot;
#endif
};
#define to_pci_dev(d)	container_of(d, struct pci_dev, dev)
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device,
			       struct pci_dev *from);
void pci_dev_put(struct pci_dev *dev);
#if MODEL_KERNEL >= 20632
const char *pci_slot_name(const struct pci_slot *s);
#define dev_is_pci(d)	((d)->bus == 0)
#endif

#endif /* MODEL_PCI_H */
