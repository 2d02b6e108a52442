package main

import (
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"time"
)

// largestLog is the size, in bytes, at which the log goes on in a new file. The one before it is kept.
const largestLog = 32 << 20

// entry is a line of the access log. It has no query, where a secret may stand.
type entry struct {
	Time         string  `json:"time"`
	Method       string  `json:"method"`
	Host         string  `json:"host"`
	Path         string  `json:"path"`
	Status       int     `json:"status"`
	Milliseconds float64 `json:"ms"`
	Balancer     string  `json:"balancer,omitempty"`
	Group        string  `json:"group,omitempty"`
	Target       string  `json:"target,omitempty"`
	Trace        string  `json:"trace,omitempty"`
	Error        string  `json:"error,omitempty"`
}

type accessLog struct {
	mu   sync.Mutex
	name string
	file *os.File
	size int64
}

func openLog(name string) (*accessLog, error) {
	l := &accessLog{name: name}
	return l, l.open(os.O_APPEND)
}

func (l *accessLog) open(how int) (err error) {
	l.file, err = os.OpenFile(l.name, os.O_CREATE|os.O_WRONLY|how, 0o600)
	if err != nil {
		return err
	}
	found, err := l.file.Stat()
	if err == nil {
		l.size = found.Size()
	}
	return err
}

func (l *accessLog) write(e *entry, since time.Time) {
	e.Time = since.UTC().Format("2006-01-02T15:04:05.000Z")
	e.Milliseconds = float64(time.Since(since).Microseconds()) / 1000
	line, _ := json.Marshal(e)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > largestLog && os.Rename(l.name, l.name+".1") == nil {
		l.file.Close()
		_ = l.open(os.O_TRUNC)
	}
	n, _ := l.file.Write(append(line, '\n'))
	l.size += int64(n)
}

// recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	// Of those before it, such as 103, there may be several.
	if r.status < 200 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(data []byte) (int, error) {
	if r.status < 200 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(data)
}

// Unwrap lets an answer be flushed, and a connection be taken over.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
