// Writes lines with log/slog, as its documentation sets it up for JSON.
package main

import (
	"errors"
	"log/slog"
	"os"
	"strconv"
)

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	failed, fine := number(1), number(2)
	for line := range fine {
		logger.Info("fine", "line", line)
	}
	for range failed {
		logger.Error("order failed", "error", errors.New("no connection"))
	}
}

func number(index int) int {
	parsed, err := strconv.Atoi(os.Args[index])
	if err != nil {
		panic(err)
	}
	return parsed
}
