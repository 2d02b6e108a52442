package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"platform/local/kubernetes/node/tunnel"
)

// serve runs a box until it is asked to end, its standard input ends, which is the end of whoever started it, or the
// box ends.
func serve(args []string) error {
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	// Who started this may be killed with its whole group; this has to clean up then.
	_, _ = syscall.Setsid()
	if err := clean([]string{"--folder", o.Folder}); err != nil {
		return err
	}
	defer func() { _ = removeBox(o.Folder, os.Getpid()) }()
	if o.Cgroup, err = makeCgroup(os.Getpid()); err != nil {
		return fmt.Errorf("cgroups: %w", err)
	}
	if err := os.MkdirAll(o.at("logs"), 0o700); err != nil {
		return err
	}
	listeners, err := o.forwardFromOutside()
	if err != nil {
		return err
	}
	defer func() {
		for _, listener := range listeners {
			listener.Close()
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	err = runInside(ctx, o)
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(errors.New("the box ended"), err)
}

// forwardFromOutside leads connections out of the box to this machine's loopback, and to the kubelet in it.
func (o *options) forwardFromOutside() ([]net.Listener, error) {
	host, err := tunnel.Listen(o.at("host.sock"))
	if err != nil {
		return nil, err
	}
	go func() { _ = tunnel.Serve(host, tunnel.Direct) }()
	kubelet, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", o.Port))
	if err != nil {
		return nil, err
	}
	inside := tunnel.Through(o.at("dial.sock"))
	go func() { _ = tunnel.Forward(kubelet, inside, fmt.Sprintf("%s:%d", o.Address, o.Port)) }()
	return []net.Listener{host, kubelet}, nil
}

// runInside starts this program again as process 1 of new namespaces, and waits for its end.
func runInside(ctx context.Context, o *options) error {
	ended := make(chan error)
	go func() {
		// The kernel kills the box when this thread ends.
		runtime.LockOSThread()
		command := exec.CommandContext(ctx, "/proc/self/exe", "init", o.encode())
		command.Args[0] = "node"
		command.Stdout, command.Stderr = os.Stderr, os.Stderr
		command.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
			Pdeathsig:  syscall.SIGKILL,
		}
		ended <- command.Run()
	}()
	return <-ended
}
