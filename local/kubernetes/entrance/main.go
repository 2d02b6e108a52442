// The entrance of an emulated AWS: it listens on 127.0.0.1 and answers as the load balancers would, by their rules,
// weights, health checks, stickiness and deregistration delay. Standard library only.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// ports is how many are tried, from the wanted one on.
const ports = 50

func main() {
	emulator := flag.String("emulator", "", "URL of the emulator")
	port := flag.Int("port", 0, "where to listen on 127.0.0.1, or on the next that is free; 0 for any")
	file := flag.String("log", "", "file for the access log")
	parent := flag.Int("parent", 0, "process whose end ends this one too")
	flag.Parse()
	if err := run(*emulator, *port, *file, *parent); err != nil {
		fmt.Fprintln(os.Stderr, "entrance:", err)
		os.Exit(1)
	}
}

func run(emulator string, port int, file string, parent int) error {
	written, err := openLog(file)
	if err != nil {
		return err
	}
	listener, err := listen(port)
	if err != nil {
		return err
	}
	e := newEntrance(dial, written, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
	server := &http.Server{
		Handler:   e,
		Protocols: spokenHere(),
		// Source: Application Load Balancers User Guide, "Connection idle timeout", and "HTTP 400: Bad request".
		ReadHeaderTimeout: time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go follow(e, emulator, listener.Addr().(*net.TCPAddr).Port)
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	if parent != 0 {
		go func() {
			watchParent(parent)
			end <- syscall.SIGTERM
		}()
	}
	go func() {
		<-end
		os.Exit(0)
	}()
	return server.Serve(listener)
}

func listen(wanted int) (listener net.Listener, err error) {
	for port := wanted; port < wanted+ports; port++ {
		if listener, err = net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return listener, nil
		}
	}
	return nil, err
}
