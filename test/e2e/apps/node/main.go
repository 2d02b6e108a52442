// A container for the tests of the node: it serves, asks others, and does as it is told.
//
//	app              serves at PORT, after START_SECONDS: /ready, /unready, /grow and /
//	app get URL      prints what is answered, or fails with the reason
//	app cat FILE     prints the file
//	app fill FILE N  writes N MiB
//	app id           prints who it is, and fails if it can write to its root
package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"platform/test/e2e/apps/serving"
)

func main() {
	if len(os.Args) > 1 {
		if err := command(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	serve()
}

func command(args []string) error {
	switch args[0] {
	case "get":
		return serving.Get(args[1])
	case "cat":
		text, err := os.ReadFile(args[1])
		fmt.Print(string(text))
		return err
	case "fill":
		size, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return os.WriteFile(args[1], bytes.Repeat([]byte{1}, size<<20), 0o600)
	case "id":
		fmt.Println(os.Getuid())
		return os.WriteFile("/written", nil, 0o600)
	}
	return fmt.Errorf("no such command: %s", args[0])
}

func serve() {
	if seconds, err := strconv.Atoi(os.Getenv("START_SECONDS")); err == nil {
		time.Sleep(time.Duration(seconds) * time.Second)
	}
	ready := atomic.Bool{}
	ready.Store(true)
	http.HandleFunc("/ready", func(writer http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			writer.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("/unready", func(http.ResponseWriter, *http.Request) { ready.Store(false) })
	http.HandleFunc("/grow", func(http.ResponseWriter, *http.Request) {
		kept := [][]byte{}
		for {
			piece := make([]byte, 1<<20)
			for i := range piece {
				piece[i] = 1
			}
			kept = append(kept, piece)
		}
	})
	http.HandleFunc("/", func(writer http.ResponseWriter, request *http.Request) {
		fmt.Fprintf(writer, "%s answers %s", os.Getenv("HOSTNAME"), request.URL.Path)
	})
	serving.UntilTold()
}
