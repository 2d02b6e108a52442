package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// period is how long a change may go unnoticed.
const period = 300 * time.Millisecond

// follow takes over what the emulator tells, again and again, and tells it how the targets are. What it knows stays
// true while the emulator does not answer.
func follow(e *entrance, emulator string, port int) {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}
	told := []byte{}
	for {
		if s, err := fetch(client, emulator); err == nil {
			e.apply(s)
		}
		report, _ := json.Marshal(map[string]any{"port": port, "targets": e.routing.Load().health()})
		if !bytes.Equal(report, told) && tell(client, emulator, report) == nil {
			told = report
		}
		time.Sleep(period)
	}
}

func fetch(client *http.Client, emulator string) (s state, err error) {
	answer, err := client.Get(emulator + "/_emulator/entrance")
	if err != nil {
		return s, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return s, fmt.Errorf("the emulator answers %s", answer.Status)
	}
	return s, json.NewDecoder(answer.Body).Decode(&s)
}

func tell(client *http.Client, emulator string, report []byte) error {
	answer, err := client.Post(emulator+"/_emulator/target-health", "application/json", bytes.NewReader(report))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the emulator answers %s", answer.Status)
	}
	return nil
}
