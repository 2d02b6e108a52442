// A service for the test of requests. It answers at PORT, and asks the service at BACK_URL first, where it has one.
//
// A version is made by the values below, which are set when it is compiled: the image says where it is asked whether it
// is ready, as each image does.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"platform/test/e2e/apps/serving"
)

var (
	// ready is the path at which it tells that it is ready. No other path but those below has an answer.
	ready = "/ready"
	// broken says why it is never ready. Empty: it is.
	broken = ""
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "get" {
		if err := serving.Get(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	http.HandleFunc(ready, func(w http.ResponseWriter, _ *http.Request) {
		if broken != "" {
			http.Error(w, broken, http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("/live", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/work", work)
	serving.UntilTold()
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
