package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const provisionerName = "cluster.millrace.dev/directory"

// directoryProvisioner makes a directory per claim and offers it as a `local` volume, which, unlike `hostPath`, honours
// fsGroup, so that pods that do not run as root can write to it.
//
// A directory takes as much as the disk has. A storage class with the parameter `sized: "true"` gets a file system in
// memory that is exactly as large as the claim, for tests of what happens when a volume is full.
type directoryProvisioner struct{ root, node string }

func (p directoryProvisioner) Provision(_ context.Context, o controller.ProvisionOptions) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	path := filepath.Join(p.root, o.PVName)
	capacity := o.PVC.Spec.Resources.Requests[v1.ResourceStorage]
	if err := os.MkdirAll(path, 0o770); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	if o.StorageClass.Parameters["sized"] == "true" {
		if err := syscall.Mount("tmpfs", path, "tmpfs", 0, fmt.Sprintf("mode=0770,size=%d", capacity.Value())); err != nil {
			return nil, controller.ProvisioningFinished, fmt.Errorf("mounting %d bytes at %s: %w", capacity.Value(), path, err)
		}
	}
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: o.PVName},
		Spec: v1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *o.StorageClass.ReclaimPolicy,
			AccessModes:                   o.PVC.Spec.AccessModes,
			Capacity:                      v1.ResourceList{v1.ResourceStorage: capacity},
			PersistentVolumeSource:        v1.PersistentVolumeSource{Local: &v1.LocalVolumeSource{Path: path}},
			NodeAffinity: &v1.VolumeNodeAffinity{Required: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{{
				MatchExpressions: []v1.NodeSelectorRequirement{{Key: v1.LabelHostname, Operator: v1.NodeSelectorOpIn, Values: []string{p.node}}},
			}}}},
		},
	}, controller.ProvisioningFinished, nil
}

func (p directoryProvisioner) Delete(_ context.Context, pv *v1.PersistentVolume) error {
	path := filepath.Join(p.root, pv.Name)
	// EINVAL: nothing is mounted there, as with every volume that is a plain directory. ENOENT: deleted before.
	if err := syscall.Unmount(path, 0); err != nil && err != syscall.EINVAL && err != syscall.ENOENT {
		return fmt.Errorf("unmounting %s: %w", path, err)
	}
	return os.RemoveAll(path)
}

func newVolumeProvisionerCommand() *cobra.Command {
	var kubeconfig string
	p := directoryProvisioner{}
	c := &cobra.Command{
		Use:   "volume-provisioner",
		Short: "Makes a directory of the node a volume for each claim",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
			if err != nil {
				return err
			}
			client, err := kubernetes.NewForConfig(config)
			if err != nil {
				return err
			}
			controller.NewProvisionController(cmd.Context(), client, provisionerName, p, controller.LeaderElection(false)).Run(cmd.Context())
			return nil
		},
	}
	c.Flags().StringVar(&kubeconfig, "kubeconfig", "", "path to the kubeconfig")
	c.Flags().StringVar(&p.root, "root", "", "directory that holds the volumes")
	c.Flags().StringVar(&p.node, "node", "", "name of the node that has them")
	return c
}
