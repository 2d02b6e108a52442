package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// part is a program that is started again whenever it ends.
type part struct {
	name, log string
	command   []string
}

const restartPause = time.Second

func parts(o *options) []part {
	program, _ := os.Executable()
	config := func(name string) string { return o.at("config", name) }
	all := map[string][]string{
		"containerd": {filepath.Join(filepath.Dir(program), "containerd"), "--config", config("containerd.toml")},
		"kubelet": {o.Cluster, "kubelet", "--config", config("kubelet.yaml"), "--kubeconfig", o.NodeKubeconfig,
			"--hostname-override", o.Name, "--root-dir", kubeletFolder, "--cert-dir", kubeletFolder + "/pki",
			// The cluster says which addresses the node has.
			"--cloud-provider", "external"},
		"kube-proxy": {o.Cluster, "kube-proxy", "--config", config("kube-proxy.yaml")},
		"dns":        {program, "dns", config("Corefile")},
		"policies":   {program, "policies", o.encode()},
		"secrets":    {program, "secrets", o.encode()},
	}
	list := make([]part, 0, len(all))
	for name, command := range all {
		list = append(list, part{name: name, log: o.at("logs", name+".log"), command: command})
	}
	return list
}

// run starts the part, again and again, until the context ends.
func (p part) run(ctx context.Context) {
	for ctx.Err() == nil {
		_ = p.runOnce(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(restartPause):
		}
	}
}

func (p part) runOnce(ctx context.Context) error {
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	command.Stdout, command.Stderr = log, log
	program, _ := os.Executable()
	// containerd looks there for its shim.
	command.Env = append(os.Environ(), "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"))
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return command.Run()
}
