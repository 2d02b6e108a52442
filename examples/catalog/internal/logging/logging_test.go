package logging

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestALineIsWhatTheAlarmsLookFor(t *testing.T) {
	to := &bytes.Buffer{}
	New(to, "error").ErrorContext(WithRequest(t.Context(), "abc"), "it broke", "level-of", "water")
	New(to, "error").Warn("not this")
	var line map[string]any
	if err := json.Unmarshal(to.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["level"] != "ERROR" || line["msg"] != "it broke" || line["requestId"] != "abc" {
		t.Errorf("got %v", line)
	}
}
