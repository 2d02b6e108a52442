// Package tunnel leads connections from one network namespace into another: a unix socket is reached by its path, in
// whatever namespace its other end is.
package tunnel

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

// Dialer connects to an address of the namespace that it runs in.
type Dialer func(ctx context.Context, address string) (net.Conn, error)

// Direct connects from the process's own namespace.
func Direct(ctx context.Context, address string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}

// Through connects from the namespace of whoever serves the socket.
func Through(socket string) Dialer {
	return func(ctx context.Context, address string) (net.Conn, error) {
		connection, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
		if err != nil {
			return nil, err
		}
		opened, err := ask(connection, address)
		if err != nil {
			connection.Close()
		}
		return opened, err
	}
}

// ask is the client's side of HTTP CONNECT.
// Source: RFC 9110, 9.3.6.
func ask(connection net.Conn, address string) (net.Conn, error) {
	if _, err := fmt.Fprintf(connection, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", address, address); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		reason, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
		return nil, fmt.Errorf("%s", reason)
	}
	return &buffered{connection.(*net.UnixConn), reader}, nil
}

// buffered gives first what was read with the answer.
type buffered struct {
	*net.UnixConn
	reader *bufio.Reader
}

func (b *buffered) Read(into []byte) (int, error) { return b.reader.Read(into) }

// Listen makes the unix socket anew, for its owner alone.
func Listen(socket string) (net.Listener, error) {
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	return listener, os.Chmod(socket, 0o600)
}

// Serve connects those who ask at the socket to addresses of this namespace, until the listener is closed.
func Serve(listener net.Listener, dial Dialer) error {
	return http.Serve(listener, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodConnect {
			http.Error(writer, "only CONNECT", http.StatusMethodNotAllowed)
			return
		}
		there, err := dial(request.Context(), request.Host)
		if err != nil {
			writer.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(writer, err.Error())
			return
		}
		here, rest, err := http.NewResponseController(writer).Hijack()
		if err != nil {
			there.Close()
			return
		}
		if _, err := io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
			there.Close()
			here.Close()
			return
		}
		join(&buffered{here.(*net.UnixConn), rest.Reader}, there)
	}))
}

// Forward leads each connection of the listener to the address, until the listener is closed.
func Forward(listener net.Listener, dial Dialer, address string) error {
	for {
		here, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			there, err := dial(context.Background(), address)
			if err != nil {
				// As it would be without this in between: refused.
				if tcp, isTCP := here.(*net.TCPConn); isTCP {
					_ = tcp.SetLinger(0)
				}
				here.Close()
				return
			}
			join(here, there)
		}()
	}
}

// join copies both ways. An end of one side is an end of that direction alone: a client may close what it sends, and
// wait for the answer.
func join(one, other net.Conn) {
	done := make(chan struct{})
	go func() {
		transfer(one, other)
		close(done)
	}()
	transfer(other, one)
	<-done
	one.Close()
	other.Close()
}

func transfer(to, from net.Conn) {
	_, err := io.Copy(to, from)
	closer, canCloseWrite := to.(interface{ CloseWrite() error })
	if err == nil && canCloseWrite {
		_ = closer.CloseWrite()
		return
	}
	to.Close()
	from.Close()
}
