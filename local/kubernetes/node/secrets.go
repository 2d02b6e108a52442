package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

const (
	secretsDriver = "secrets-store.csi.k8s.io"
	// What the CSIDriver object lets the kubelet say of the pod.
	podName, podNamespace = "csi.storage.k8s.io/pod.name", "csi.storage.k8s.io/pod.namespace"
	className             = "secretProviderClass"
)

// mountSecrets is the node's part of the Secrets Store CSI driver: it asks the emulated AWS for the files of a pod, and
// mounts them in memory.
// Source: Container Storage Interface, "Node Service RPC"; Kubernetes, "Plugin registration".
func mountSecrets(args []string) error {
	o, err := decode(args)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	driver := &secrets{options: o, source: newSource(o)}
	server := grpc.NewServer()
	csi.RegisterIdentityServer(server, driver)
	csi.RegisterNodeServer(server, driver)
	registration.RegisterRegistrationServer(server, driver)
	// The kubelet finds it there.
	socket := filepath.Join(kubeletFolder, "plugins_registry", secretsDriver+".sock")
	if err := os.MkdirAll(filepath.Dir(socket), 0o700); err != nil {
		return err
	}
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	driver.socket = socket
	context.AfterFunc(ctx, server.Stop)
	return server.Serve(listener)
}

type secrets struct {
	csi.UnimplementedIdentityServer
	csi.UnimplementedNodeServer
	registration.UnimplementedRegistrationServer
	options *options
	source  *source
	socket  string
}

func (s *secrets) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type: registration.CSIPlugin, Name: secretsDriver, Endpoint: s.socket, SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (s *secrets) NotifyRegistrationStatus(
	_ context.Context, told *registration.RegistrationStatus,
) (*registration.RegistrationStatusResponse, error) {
	if !told.PluginRegistered {
		fmt.Fprintln(os.Stderr, "the kubelet refuses it:", told.Error)
	}
	return &registration.RegistrationStatusResponse{}, nil
}

func (s *secrets) GetPluginInfo(context.Context, *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return &csi.GetPluginInfoResponse{Name: secretsDriver, VendorVersion: "1"}, nil
}

func (s *secrets) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: s.options.Name}, nil
}

func (s *secrets) NodeGetCapabilities(
	context.Context, *csi.NodeGetCapabilitiesRequest,
) (*csi.NodeGetCapabilitiesResponse, error) {
	return &csi.NodeGetCapabilitiesResponse{}, nil
}

// NodePublishVolume mounts the files, or renews them: the kubelet asks again as long as the pod is there.
func (s *secrets) NodePublishVolume(
	ctx context.Context, asked *csi.NodePublishVolumeRequest,
) (*csi.NodePublishVolumeResponse, error) {
	pod := asked.VolumeContext
	files, err := s.source.files(ctx, pod[podNamespace], pod[podName], pod[className])
	if err != nil {
		return nil, status.Error(codes.Unknown, err.Error())
	}
	if err := writeInMemory(asked.TargetPath, files); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

func (s *secrets) NodeUnpublishVolume(
	_ context.Context, asked *csi.NodeUnpublishVolumeRequest,
) (*csi.NodeUnpublishVolumeResponse, error) {
	if err := syscall.Unmount(asked.TargetPath, syscall.MNT_DETACH); err != nil && err != syscall.EINVAL && err != syscall.ENOENT {
		return nil, status.Error(codes.Internal, err.Error())
	}
	if err := os.RemoveAll(asked.TargetPath); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}
