// Package serving is what both programs do: serve until they are told to end, and ask somebody.
package serving

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// UntilTold serves what http.Handle was given at PORT, until SIGTERM, and then answers what is under way.
func UntilTold() {
	server := &http.Server{Addr: ":" + os.Getenv("PORT")}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		<-told
		fmt.Println(`{"level":"info","message":"told to end"}`)
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

// Get prints what a URL answers.
func Get(url string) error {
	client := http.Client{Timeout: 3 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}
