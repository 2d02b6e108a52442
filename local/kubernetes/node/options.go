package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
)

// options of `node serve`, which hands them on to the processes inside.
type options struct {
	// Folder is the box's own: nothing else is in it, and it is removed in the end. It holds unix sockets.
	Folder string
	// Name is that of the node.
	Name string
	// Cluster is the program that is the kubelet and kube-proxy.
	Cluster string
	// Kubeconfig is an administrator's, NodeKubeconfig the node's own. Their server is on the host's loopback.
	Kubeconfig, NodeKubeconfig string
	// ClientCA has signed who may ask the kubelet.
	ClientCA string
	// Port is the kubelet's, on the node's address and on the host's loopback.
	Port int
	// Images is the folder of their archives.
	Images string
	// Address is the node's, DNS that of the cluster's DNS, in the box alone.
	Address, DNS string
	// Pods and Services are ranges of addresses.
	Pods, Services string
	// Forwards are addresses with a port in the box, and where on the host they lead.
	Forwards map[string]string
	// Servers is a URL that lists further ones, by name. Empty: none.
	Servers string
	// Secrets is a URL that gives a pod the files of the secrets which it mounts. Empty: it mounts none.
	Secrets string
	// Cgroup is the box's own, below the root of each hierarchy.
	Cgroup string
}

func parseOptions(args []string) (*options, error) {
	o := &options{Forwards: map[string]string{}}
	flags := flag.NewFlagSet("node serve", flag.ExitOnError)
	flags.StringVar(&o.Folder, "folder", "", "the box's own folder, which is emptied; short, since it holds unix sockets")
	flags.StringVar(&o.Name, "name", "", "name of the node")
	flags.StringVar(&o.Cluster, "cluster", "", "program that is the kubelet and kube-proxy")
	flags.StringVar(&o.Kubeconfig, "kubeconfig", "", "of an administrator of the cluster")
	flags.StringVar(&o.NodeKubeconfig, "node-kubeconfig", "", "of the node itself")
	flags.StringVar(&o.ClientCA, "client-ca", "", "authority of those who may ask the kubelet")
	flags.IntVar(&o.Port, "port", 0, "of the kubelet, on the node's address and on 127.0.0.1 of the host")
	flags.StringVar(&o.Images, "images", "", "folder of archives of images")
	flags.StringVar(&o.Address, "address", "", "of the node, in the box alone")
	flags.StringVar(&o.DNS, "dns", "", "address of the cluster's DNS")
	flags.StringVar(&o.Pods, "pods", "", "range of pods' addresses")
	flags.StringVar(&o.Services, "services", "", "range of Services' addresses")
	flags.StringVar(&o.Servers, "servers", "", "URL that lists servers: name, address, port and where on the host they are; default: none")
	flags.StringVar(&o.Secrets, "secrets", "", "URL that gives a pod the files of the secrets which it mounts; default: it mounts none")
	flags.Func("forward", "ADDRESS:PORT=HOST:PORT: an address in the box, and where on the host it leads", o.addForward)
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	var err error
	o.Folder, err = filepath.Abs(o.Folder)
	return o, err
}

func (o *options) addForward(text string) error {
	from, to, _ := strings.Cut(text, "=")
	for _, address := range []string{from, to} {
		if _, err := netip.ParseAddrPort(address); err != nil {
			return fmt.Errorf("got %q, allowed ADDRESS:PORT=HOST:PORT: %w", text, err)
		}
	}
	o.Forwards[from] = to
	return nil
}

// at is a path in the box's folder.
func (o *options) at(parts ...string) string {
	return filepath.Join(append([]string{o.Folder}, parts...)...)
}

// encode and decode hand the options to a process inside.
func (o *options) encode() string {
	text, _ := json.Marshal(o)
	return string(text)
}

func decode(args []string) (*options, error) {
	o := &options{}
	if len(args) != 1 {
		return nil, fmt.Errorf("`node serve` starts this")
	}
	return o, json.Unmarshal([]byte(args[0]), o)
}
