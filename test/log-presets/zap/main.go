// Writes lines with go.uber.org/zap in its production configuration, to stdout.
package main

import (
	"errors"
	"os"
	"strconv"

	"go.uber.org/zap"
)

func main() {
	config := zap.NewProductionConfig()
	config.OutputPaths = []string{"stdout"}
	// All lines are wanted: by default a hundred equal ones a second pass, then one in a hundred.
	config.Sampling = nil
	logger := zap.Must(config.Build())
	defer logger.Sync()
	failed, fine := number(1), number(2)
	for line := range fine {
		logger.Info("fine", zap.Int("line", line))
	}
	for range failed {
		logger.Error("order failed", zap.Error(errors.New("no connection")))
	}
}

func number(index int) int {
	parsed, err := strconv.Atoi(os.Args[index])
	if err != nil {
		panic(err)
	}
	return parsed
}
