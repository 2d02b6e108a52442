package main

import (
	"os"
	"syscall"
	"time"
)

// watchParent returns once the process is gone, so that no entrance outlives who started it.
func watchParent(pid int) {
	// A process that nobody waits for stays as a zombie; a child of it notices all the same, by its new parent.
	isChild := os.Getppid() == pid
	for syscall.Kill(pid, 0) != syscall.ESRCH && (!isChild || os.Getppid() == pid) {
		time.Sleep(500 * time.Millisecond)
	}
}
