package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// hidden are folders of the host in which the parts leave files under names that can't be changed.
var hidden = []string{"/run", "/var/log", "/var/lib"}

// Both are in hidden folders, and so the box's own.
const (
	kubeletFolder    = "/var/lib/kubelet"
	containerdSocket = "/run/containerd/containerd.sock"
)

// initialize is process 1 of the box: it outlives whoever else has no parent, and waits for them.
func initialize(args []string) error {
	o, err := decode(args)
	if err != nil {
		return err
	}
	// What is made here is for containers, whose users are others. Nobody outside gets into the box's folder.
	syscall.Umask(0o022)
	if err := prepareMounts(o); err != nil {
		return fmt.Errorf("mounts: %w", err)
	}
	box := exec.Command("/proc/self/exe", "box", o.encode())
	box.Args[0] = "node"
	box.Stdout, box.Stderr = os.Stderr, os.Stderr
	// TMPDIR: what a part leaves there ends with the box.
	box.Env = append(os.Environ(), "TMPDIR="+o.at("tmp"), "PATH="+os.Getenv("PATH")+":/usr/sbin:/sbin")
	if err := box.Start(); err != nil {
		return err
	}
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		if pid == box.Process.Pid {
			return fmt.Errorf("exit status %d", status.ExitStatus())
		}
	}
}

// prepareMounts gives the box a /proc of its own processes, and empty folders in place of the hidden ones.
func prepareMounts(o *options) error {
	// What is mounted here must not show outside; what is unmounted outside must not stay here.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_SLAVE, ""); err != nil {
		return err
	}
	if err := syscall.Mount("proc", "/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, ""); err != nil {
		return err
	}
	for _, folder := range []string{o.at("tmp"), o.at("kubelet")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	keep := []string{o.Folder, o.Images, filepath.Dir(program), filepath.Dir(o.Cluster), filepath.Dir(o.Kubeconfig)}
	if err := hide(hidden, keep); err != nil {
		return err
	}
	// Under a short name: it holds unix sockets, whose path must not be long.
	if err := os.MkdirAll(kubeletFolder, 0o700); err != nil {
		return err
	}
	return syscall.Mount(o.at("kubelet"), kubeletFolder, "", syscall.MS_BIND, "")
}

// hide mounts an empty folder over each, and into it again what has to be kept.
func hide(folders, keep []string) error {
	for _, folder := range folders {
		kept := map[string]*os.File{}
		for _, path := range keep {
			if !strings.HasPrefix(path, folder+"/") {
				continue
			}
			file, err := os.Open(path)
			if err != nil {
				return err
			}
			defer file.Close()
			kept[path] = file
		}
		if err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=755"); err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		for path, file := range kept {
			if err := os.MkdirAll(path, 0o755); err != nil {
				return err
			}
			if err := syscall.Mount(fmt.Sprintf("/proc/self/fd/%d", file.Fd()), path, "", syscall.MS_BIND|syscall.MS_REC, ""); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return nil
}
