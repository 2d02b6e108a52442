package tunnel

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serve gives a dialer through a socket behind which is this namespace.
func serve(t *testing.T) (Dialer, string) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() { _ = Serve(listener, Direct) }()
	return Through(socket), socket
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

// answering reads all that it is sent, and only then answers.
func answering(t *testing.T) string {
	listener := listen(t)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			asked, _ := io.ReadAll(connection)
			_, _ = io.WriteString(connection, strings.ToUpper(string(asked)))
			connection.Close()
		}
	}()
	return listener.Addr().String()
}

func exchange(t *testing.T, connection net.Conn, question string) string {
	t.Helper()
	if _, err := io.WriteString(connection, question); err != nil {
		t.Fatal(err)
	}
	if err := connection.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(connection)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func TestAClientThatHasSentAllStillGetsItsAnswer(t *testing.T) {
	dial, _ := serve(t)
	connection, err := dial(context.Background(), answering(t))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	question := strings.Repeat("much ", 100_000)
	if answer := exchange(t, connection, question); answer != strings.ToUpper(question) {
		t.Fatalf("got %d characters of %d", len(answer), len(question))
	}
}

func TestAPortThatIsForwardedLeadsThroughTheSocket(t *testing.T) {
	dial, _ := serve(t)
	front := listen(t)
	go func() { _ = Forward(front, dial, answering(t)) }()
	connection, err := net.Dial("tcp", front.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if answer := exchange(t, connection, "hello"); answer != "HELLO" {
		t.Fatalf("got %q", answer)
	}
}

func TestWhereNobodyListensTheReasonIsTold(t *testing.T) {
	dial, _ := serve(t)
	listener := listen(t)
	address := listener.Addr().String()
	listener.Close()
	if _, err := dial(context.Background(), address); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Fatalf("got %v", err)
	}
}

func TestAForwardedPortToNothingIsClosedAtOnce(t *testing.T) {
	dial, _ := serve(t)
	gone, front := listen(t), listen(t)
	gone.Close()
	go func() { _ = Forward(front, dial, gone.Addr().String()) }()
	connection, err := net.Dial("tcp", front.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Read(make([]byte, 1)); err == nil {
		t.Fatal("it answered")
	}
}

func TestNobodyElseOnTheMachineMayUseTheSocket(t *testing.T) {
	_, socket := serve(t)
	info, err := os.Stat(socket)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("got %v %v", info.Mode(), err)
	}
}
