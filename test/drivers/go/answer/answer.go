// Package answer asks a server at once, and again for each line on stdin.
package answer

import (
	"bufio"
	"fmt"
	"log"
	"os"
)

// With prints who is signed in, as ask answers it, and ends the program where it fails.
func With(ask func() (string, error)) {
	lines := bufio.NewScanner(os.Stdin)
	for more := true; more; more = lines.Scan() {
		name, err := ask()
		Must(err)
		fmt.Println(name)
	}
}

// Must ends the program with an error.
func Must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
