package main

import (
	"context"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"k8s.io/client-go/kubernetes"
)

const (
	startPatience = 90 * time.Second
	endPatience   = 5 * time.Second
)

// cluster is one run of a cluster.
type cluster struct {
	options
	files *pki
	// realNode is nil until the API can be used.
	realNode *box
	// end ends all parts, for the reason that is given first.
	end context.CancelCauseFunc
}

// serve runs a cluster until it is asked to end, or one of its parts does.
func serve(asked context.Context, o options) error {
	ctx, end := context.WithCancelCause(asked)
	defer end(nil)
	c := &cluster{options: o, end: end}
	if c.parent != 0 {
		c.run("parent", func() error { return watchParent(c.parent) })
	}
	if err := c.prepareDirectory(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", c.port))
	if err != nil {
		return err
	}
	if c.files, err = ensurePKI(c.dir, listener.Addr().String()); err != nil {
		return err
	}
	etcd, address, err := startEtcd(c.dir)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer etcd.Close()
	served := make(chan struct{})
	c.run("kube-apiserver", func() error {
		defer close(served)
		return c.runAPIServer(ctx, listener, address)
	})
	if err = c.start(ctx); err == nil {
		<-ctx.Done()
		err = context.Cause(ctx)
	}
	_ = os.Remove(c.announcement())
	end(nil)
	select {
	case <-served:
	case <-time.After(endPatience):
	}
	if c.realNode != nil {
		c.realNode.wait()
	}
	if asked.Err() != nil {
		return nil
	}
	return err
}

// start returns once the cluster can be used, and ready.json says so.
func (c *cluster) start(ctx context.Context) error {
	config, client, err := connect(ctx, c.files.kubeconfig)
	if err != nil {
		return fmt.Errorf("kube-apiserver is not ready: %w", err)
	}
	ports, err := freePorts(2)
	if err != nil {
		return err
	}
	nodePort, metricsPort := ports[0], ports[1]
	c.run("metrics-server", func() error { return runMetricsServer(ctx, metricsPort, c.files) })
	c.run("kube-controller-manager", func() error { return runControllerManager(ctx, c.files) })
	c.run("kube-scheduler", func() error { return runScheduler(ctx, c.files) })
	if err := applyResources(c.files, metricsPort); err != nil {
		return fmt.Errorf("resources: %w", err)
	}
	if err := applyNodes(ctx, client, c.nodes, nodePort); err != nil {
		return fmt.Errorf("nodes: %w", err)
	}
	c.run("kwok", func() error { return c.simulate(ctx, client, config, nodePort) })
	c.run("pod starter", func() error { return startPods(ctx, client) })
	if err := awaitUse(ctx, config, client, nodePort); err != nil {
		return err
	}
	// Before pods are made: one that is made earlier stays on a simulated node.
	if err := c.newBox(client).start(ctx); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	return announce(c.announcement(), client, config.Host, c.files)
}

// newBox gives the node for real containers the first of the zones.
func (c *cluster) newBox(client kubernetes.Interface) *box {
	zones := slices.Sorted(maps.Values(c.nodes))
	c.realNode = &box{options: c.box, files: c.files, client: client, zone: zones[0], dir: c.dir, end: c.end}
	return c.realNode
}

// run runs a part, whose end is the end of all.
func (c *cluster) run(name string, part func() error) {
	go func() { c.end(fmt.Errorf("%s: %w", name, part())) }()
}

// prepareDirectory also removes what a run that was killed announced.
func (c *cluster) prepareDirectory() (err error) {
	if c.dir, err = filepath.Abs(c.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	if err := os.Remove(c.announcement()); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

func (c *cluster) announcement() string {
	return filepath.Join(c.dir, "ready.json")
}

func freePorts(count int) ([]int, error) {
	ports := make([]int, count)
	for i := range ports {
		listener, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		// Open until all are found, so that they differ.
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return ports, nil
}
