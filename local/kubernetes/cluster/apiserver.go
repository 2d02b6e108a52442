package main

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	apioptions "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// nodeAddressTypes are where a node is asked: kwok answers for all simulated ones at an internal address, and the port of
// the real one is forwarded from an external one.
const nodeAddressTypes = "ExternalIP,InternalIP"

func (c *cluster) runAPIServer(ctx context.Context, listener net.Listener, etcd string) error {
	server := apioptions.NewServerRunOptions()
	generic := server.Admission.GenericAdmission
	generic.Plugins.Register(realPods, newRealPods(c.box))
	// Before the webhooks, which see the pod as it will be.
	generic.RecommendedPluginOrder = append([]string{realPods}, generic.RecommendedPluginOrder...)
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range server.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	args := []string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=" + serviceAddresses,
		"--client-ca-file=" + c.files.caFile,
		"--tls-cert-file=" + c.files.serverCert, "--tls-private-key-file=" + c.files.serverKey,
		"--service-account-key-file=" + c.files.accountKey, "--service-account-signing-key-file=" + c.files.accountKey,
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--enable-admission-plugins=NodeRestriction," + realPods,
		"--kubelet-client-certificate=" + c.files.kubeletClientCert, "--kubelet-client-key=" + c.files.kubeletClientKey,
		"--allow-privileged=true", "--profiling=false",
		"--kubelet-preferred-address-types=" + nodeAddressTypes,
		// The metrics server believes only the API server who asks it.
		"--requestheader-client-ca-file=" + c.files.caFile, "--requestheader-allowed-names=" + aggregator,
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + c.files.aggregatorCert, "--proxy-client-key-file=" + c.files.aggregatorKey,
	}
	if c.tokenWebhook != "" {
		file, err := writeWebhook(c.dir, "token", c.tokenWebhook)
		if err != nil {
			return err
		}
		args = append(args,
			"--authentication-token-webhook-config-file="+file,
			"--authentication-token-webhook-version=v1",
			"--authentication-token-webhook-cache-ttl=0s",
		)
	}
	modes := "Node,RBAC"
	if c.accessWebhook != "" {
		file, err := writeWebhook(c.dir, "access", c.accessWebhook)
		if err != nil {
			return err
		}
		modes += ",Webhook"
		args = append(args,
			"--authorization-webhook-config-file="+file,
			"--authorization-webhook-version=v1",
			"--authorization-webhook-cache-authorized-ttl=0s",
			"--authorization-webhook-cache-unauthorized-ttl=0s",
		)
	}
	args = append(args, "--authorization-mode="+modes)
	if err := flags.Parse(args); err != nil {
		return err
	}
	// An access entry that changes counts at once, or nearly: a caller asks for much in a second.
	server.Authentication.TokenSuccessCacheTTL = time.Second
	server.SecureServing.Listener = listener
	server.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	completed, err := server.Complete(ctx)
	if err != nil {
		return err
	}
	if errs := completed.Validate(); len(errs) > 0 {
		return errors.Join(errs...)
	}
	return app.Run(ctx, completed)
}

// writeWebhook writes the kubeconfig in which the API server looks for whom to ask.
func writeWebhook(dir, about, url string) (string, error) {
	file := filepath.Join(dir, about+"-webhook.kubeconfig")
	config := api.NewConfig()
	config.Clusters["webhook"] = &api.Cluster{Server: url}
	config.AuthInfos["nobody"] = &api.AuthInfo{}
	config.Contexts["webhook"] = &api.Context{Cluster: "webhook", AuthInfo: "nobody"}
	config.CurrentContext = "webhook"
	return file, clientcmd.WriteToFile(*config, file)
}
