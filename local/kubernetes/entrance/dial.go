package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// connectPatience is how long a connection to a target may take.
// Source: Application Load Balancers User Guide, "HTTP 504: Gateway timeout".
const connectPatience = 10 * time.Second

// dialer reaches a target. Via is the socket of the node that its address belongs to; empty: this machine reaches it.
type dialer func(ctx context.Context, via, address string) (net.Conn, error)

// dial asks a node's socket by HTTP CONNECT. A refusal has its reason as its text.
// Source: RFC 9110, 9.3.6.
func dial(ctx context.Context, via, address string) (net.Conn, error) {
	plain := net.Dialer{}
	ctx, cancel := context.WithTimeout(ctx, connectPatience)
	defer cancel()
	if via == "" {
		return plain.DialContext(ctx, "tcp", address)
	}
	conn, err := plain.DialContext(ctx, "unix", via)
	if err != nil {
		return nil, err
	}
	// Also when the client goes away meanwhile.
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	connected, err := ask(conn, address)
	if err != nil {
		conn.Close()
	}
	return connected, err
}

func ask(conn net.Conn, address string) (net.Conn, error) {
	if _, err := fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", address, address); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		reason, _ := io.ReadAll(io.LimitReader(answer.Body, 1000))
		return nil, fmt.Errorf("%s: %s", answer.Status, bytes.TrimSpace(reason))
	}
	return buffered{conn, reader}, nil
}

// buffered gives first what came with the answer.
type buffered struct {
	net.Conn
	reader *bufio.Reader
}

func (b buffered) Read(data []byte) (int, error) { return b.reader.Read(data) }
