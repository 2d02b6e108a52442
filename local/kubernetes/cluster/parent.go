package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

// watchParent returns once the process is gone, so that no cluster outlives who started it.
func watchParent(pid int) error {
	// A process that nobody waits for stays as a zombie; a child of it notices all the same, by its new parent.
	isChild := os.Getppid() == pid
	for {
		if syscall.Kill(pid, 0) == syscall.ESRCH || (isChild && os.Getppid() != pid) {
			return fmt.Errorf("process %d has ended", pid)
		}
		time.Sleep(500 * time.Millisecond)
	}
}
