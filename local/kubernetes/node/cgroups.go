package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	cgroups = "/sys/fs/cgroup"
	// Below it each box has a cgroup of its own, named after the process that cleans up after it.
	allBoxes = "platform-node"
)

// hierarchies are the roots of cgroups: one of version 2, or one for each controller.
func hierarchies() ([]string, error) {
	if _, err := os.Stat(filepath.Join(cgroups, "cgroup.controllers")); err == nil {
		return []string{cgroups}, nil
	}
	entries, err := os.ReadDir(cgroups)
	if err != nil {
		return nil, err
	}
	roots := []string{}
	for _, entry := range entries {
		root := filepath.Join(cgroups, entry.Name())
		// Some are links to others.
		if _, err := os.Stat(filepath.Join(root, "cgroup.procs")); err == nil && entry.IsDir() {
			roots = append(roots, root)
		}
	}
	return roots, nil
}

// makeCgroup makes the cgroup of a box in each hierarchy, and gives its name.
func makeCgroup(pid int) (string, error) {
	name := filepath.Join("/", allBoxes, strconv.Itoa(pid))
	roots, err := hierarchies()
	if err != nil {
		return "", err
	}
	for _, root := range roots {
		for _, folder := range []string{filepath.Join(root, allBoxes), filepath.Join(root, name)} {
			if err := enableControllers(filepath.Dir(folder)); err != nil {
				return "", err
			}
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return "", err
			}
			if err := inheritCpuset(folder); err != nil {
				return "", err
			}
		}
		if err := weigh(filepath.Join(root, allBoxes)); err != nil {
			return "", err
		}
	}
	return name, nil
}

// weigh gives the boxes as much of a busy machine's processors as ten processes. The scheduler counts a cgroup as one,
// whatever runs in it: beside a few compilers, who may reach a new pod was told too late, and requests were lost.
func weigh(folder string) error {
	// Of version 1 and 2, ten times what a process has.
	for file, weight := range map[string]string{"cpu.shares": "10240", "cpu.weight": "1000"} {
		path := filepath.Join(folder, file)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if err := os.WriteFile(path, []byte(weight), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// enableControllers lets the cgroups below use what this one has. Version 2 alone knows that.
func enableControllers(folder string) error {
	available, err := os.ReadFile(filepath.Join(folder, "cgroup.controllers"))
	if err != nil {
		return nil
	}
	for _, controller := range strings.Fields(string(available)) {
		err := os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
		if err != nil && (controller == "memory" || controller == "pids" || controller == "cpu") {
			return err
		}
	}
	return nil
}

// inheritCpuset fills what is empty in a new cgroup of version 1, in which nothing could run.
func inheritCpuset(folder string) error {
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		own, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil || strings.TrimSpace(string(own)) != "" {
			continue
		}
		above, err := os.ReadFile(filepath.Join(filepath.Dir(folder), file))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, file), above, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// clean removes what boxes that were killed have left: the folder, and cgroups of processes that are gone.
func clean(args []string) error {
	flags := flag.NewFlagSet("node clean", flag.ExitOnError)
	folder := flags.String("folder", "", "of the box that has ended")
	if err := flags.Parse(args); err != nil {
		return err
	}
	left, err := leftCgroups()
	if err != nil {
		return err
	}
	for _, pid := range left {
		if err := removeBox("", pid); err != nil {
			return err
		}
	}
	return removeBox(*folder, 0)
}

// leftCgroups names the processes that had boxes and have ended.
func leftCgroups() ([]int, error) {
	roots, err := hierarchies()
	if err != nil {
		return nil, err
	}
	left := []int{}
	for _, root := range roots {
		entries, _ := os.ReadDir(filepath.Join(root, allBoxes))
		for _, entry := range entries {
			pid, err := strconv.Atoi(entry.Name())
			if err == nil && !isServing(pid) {
				left = append(left, pid)
			}
		}
	}
	return left, nil
}

// isServing tells whether the process is one of `node serve`: its number may belong to another by now.
func isServing(pid int) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	parts := strings.Split(string(line), "\x00")
	return err == nil && len(parts) > 1 && filepath.Base(parts[0]) == "node" && parts[1] == "serve"
}

// removeBox removes a box's folder and cgroups, whose processes the kernel is just about to end.
func removeBox(folder string, pid int) error {
	patience := time.Now().Add(10 * time.Second)
	for {
		err := errors.Join(removeCgroup(pid), removeFolder(folder))
		if err == nil || time.Now().After(patience) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func removeFolder(folder string) error {
	if folder == "" {
		return nil
	}
	return os.RemoveAll(folder)
}

func removeCgroup(pid int) error {
	if pid == 0 {
		return nil
	}
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	for _, root := range roots {
		above := filepath.Join(root, allBoxes)
		if err := removeTree(filepath.Join(above, strconv.Itoa(pid))); err != nil {
			return err
		}
		// Not empty as long as there are other boxes.
		_ = os.Remove(above)
	}
	return nil
}

// removeTree removes folders from the innermost: files of a cgroup can't be removed and go with it.
func removeTree(top string) error {
	folders := []string{}
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	for i := len(folders) - 1; i >= 0 && err == nil; i-- {
		if err = os.Remove(folders[i]); os.IsNotExist(err) {
			err = nil
		}
	}
	return err
}
