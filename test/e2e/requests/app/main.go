// A service for the test of requests. It answers at PORT, and asks the service at BACK_URL first, where it has one.
//
// A version is made by the values below, which are set when it is compiled: the image says where it is asked whether it
// is ready, as each image does.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

var (
	// ready is the path at which it tells that it is ready. No other path but those below has an answer.
	ready = "/ready"
	// broken says why it is never ready. Empty: it is.
	broken = ""
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "get" {
		get(os.Args[2])
		return
	}
	http.HandleFunc(ready, func(w http.ResponseWriter, _ *http.Request) {
		if broken != "" {
			http.Error(w, broken, http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("/live", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/work", work)
	server := &http.Server{Addr: ":" + os.Getenv("PORT")}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		<-told
		_ = server.Shutdown(context.Background())
		close(ended)
	}()
	fmt.Printf("{\"level\":\"info\",\"message\":\"listening\",\"port\":%q}\n", os.Getenv("PORT"))
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		fmt.Println(err)
		os.Exit(1)
	}
	<-ended
}

// get prints what is answered, for whoever wants to know whether a pod reaches a URL.
func get(url string) {
	client := http.Client{Timeout: 3 * time.Second}
	answer, err := client.Get(url)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(os.Stdout, answer.Body)
}

// work takes as long as the query says, here or at the service that is asked first; or it asks that one later, on a
// connection of its own.
func work(w http.ResponseWriter, r *http.Request) {
	answer := "answered by " + os.Getenv("SERVICE_NAME") + " " + os.Getenv("SERVICE_VERSION")
	back := os.Getenv("BACK_URL")
	if back == "" {
		if took, err := time.ParseDuration(r.URL.Query().Get("takes")); err == nil {
			time.Sleep(took)
		}
		fmt.Fprint(w, answer)
		return
	}
	asking := client
	if wait, err := time.ParseDuration(r.URL.Query().Get("after")); err == nil {
		time.Sleep(wait)
		asking.Transport = &http.Transport{DisableKeepAlives: true}
	}
	inside, err := ask(asking, r, back)
	if err != nil {
		http.Error(w, "front could not ask back: "+err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprint(w, answer+", "+inside)
}

var client = http.Client{Timeout: 10 * time.Second}

func ask(client http.Client, r *http.Request, back string) (string, error) {
	asked, err := http.NewRequest(r.Method, back+r.URL.RequestURI(), strings.NewReader(""))
	if err != nil {
		return "", err
	}
	answer, err := client.Do(asked)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %s", answer.StatusCode, body)
	}
	return string(body), err
}
