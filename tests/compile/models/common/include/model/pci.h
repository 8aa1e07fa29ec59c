/* SPDX-License-Identifier: GPL-2.0-only */
/* PCI devices: what a driver looks up of others. */
#ifndef MODEL_PCI_H
#define MODEL_PCI_H

#include <model/device.h>

struct pci_dev {
	unsigned int devfn;
	struct device dev;
};
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device,
			       struct pci_dev *from);
void pci_dev_put(struct pci_dev *dev);

#endif /* MODEL_PCI_H */
