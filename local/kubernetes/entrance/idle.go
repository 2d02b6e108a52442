package main

import (
	"net"
	"time"
)

// idleConn ends when nothing is sent or received for a time, whether a request is under way or not.
// Source: Application Load Balancers User Guide, "Connection idle timeout".
type idleConn struct {
	net.Conn
	idle func() time.Duration
}

func (c idleConn) Read(data []byte) (int, error) {
	c.wait()
	n, err := c.Conn.Read(data)
	c.wait()
	return n, err
}

// Write also lets a read go on that waits at the same time.
func (c idleConn) Write(data []byte) (int, error) {
	c.wait()
	n, err := c.Conn.Write(data)
	c.wait()
	return n, err
}

func (c idleConn) wait() { _ = c.SetDeadline(time.Now().Add(c.idle())) }
