package main

import (
	"os"
	"strings"
	"sync"
)

// firstWords passes on what the node box says, and keeps the first complaint: the others follow from it.
type firstWords struct {
	mutex sync.Mutex
	first string
}

func (w *firstWords) Write(text []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for line := range strings.Lines(string(text)) {
		if complaint, isComplaint := strings.CutPrefix(strings.TrimSpace(line), "node: "); isComplaint && w.first == "" {
			w.first = complaint
		}
	}
	return os.Stderr.Write(text)
}

func (w *firstWords) text() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.first == "" {
		return "it was killed"
	}
	return w.first
}
