package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

const (
	// In the box alone, so every cluster may have the same. Source: RFC 6598.
	boxAddress  = "100.64.1.1"
	boxPods     = "100.64.0.0/24"
	dnsAddress  = "172.20.0.10"
	boxPatience = time.Minute
	// How often it looks whether there are programs and images by now.
	boxPoll = time.Second
)

// box is the node that runs containers for real, in namespaces of its own.
type box struct {
	options boxOptions
	files   *pki
	client  kubernetes.Interface
	zone    string
	// dir is the cluster's.
	dir string
	// end ends the cluster: of a node that has ended nothing is left that could go on.
	end context.CancelCauseFunc
	// running is done when nothing of the node is left.
	running sync.WaitGroup
}

// containers is what containers.json says: whether containers run for real, or why not.
type containers struct {
	Real bool   `json:"real"`
	Why  string `json:"why,omitempty"`
}

// start starts the node, or else says why containers are simulated. Without programs or images it looks for them on,
// and starts the node when both are there.
func (b *box) start(ctx context.Context) error {
	if b.options.programs == "" {
		return b.tell(containers{Why: "the cluster was started without a node for them"})
	}
	if why := b.waitsFor(); why != "" {
		go func() {
			for b.waitsFor() != "" && ctx.Err() == nil {
				time.Sleep(boxPoll)
			}
			if ctx.Err() == nil {
				_ = b.startNow(ctx)
			}
		}()
		return b.tell(containers{Why: why})
	}
	return b.startNow(ctx)
}

// waitsFor says what is missing.
func (b *box) waitsFor() string {
	if _, err := os.Stat(b.program()); err != nil {
		return "the programs of the node are still being built"
	}
	if archives, _ := filepath.Glob(filepath.Join(b.options.images, "*.tar")); len(archives) == 0 {
		return "there is no image in " + b.options.images
	}
	return ""
}

// startNow returns when pods can run on the node, or it is clear that they can't.
func (b *box) startNow(ctx context.Context) error {
	ports, err := freePorts(1)
	if err != nil {
		return err
	}
	if err := b.files.writeNode(); err != nil {
		return err
	}
	if err := applyRealNode(ctx, b.client, b.zone, ports[0]); err != nil {
		return err
	}
	if err := applyAPIEndpoint(ctx, b.client); err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended, err := b.launch(running, ports[0])
	if err != nil {
		stop()
		return err
	}
	starting, cancel := context.WithTimeout(ctx, boxPatience)
	defer cancel()
	for {
		select {
		case err := <-ended:
			stop()
			return errors.Join(b.tell(containers{Why: err.Error()}), b.forget(ctx))
		case <-starting.Done():
			why := fmt.Sprintf("the node was not ready within %s: %s", boxPatience, b.lastWords())
			stop()
			<-ended
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return errors.Join(b.tell(containers{Why: why}), b.forget(ctx))
		case <-time.After(100 * time.Millisecond):
			if b.isReady(starting, ports[0]) {
				go func() {
					defer stop()
					b.end(<-ended)
				}()
				return b.tell(containers{Real: true})
			}
		}
	}
}

// launch starts the box, which ends with the context or with this process, and gives where the reason of its end comes.
func (b *box) launch(ctx context.Context, port int) (chan error, error) {
	command := b.command(port)
	said := &firstWords{}
	command.Stdout, command.Stderr = said, said
	// It ends when nobody holds the other end any more, also after a kill.
	parent, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { parent.Close() })
	ended := make(chan error, 1)
	b.running.Add(1)
	go func() {
		defer b.running.Done()
		err := errors.Join(command.Wait(), b.clean())
		ended <- fmt.Errorf("the node ended: %s (%v)", said.text(), err)
	}()
	return ended, nil
}

// wait returns when nothing of the node is left, or after a while.
func (b *box) wait() {
	gone := make(chan struct{})
	go func() {
		b.running.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(endPatience):
	}
}

func (b *box) command(port int) *exec.Cmd {
	program, _ := os.Executable()
	args := []string{
		"serve", "--folder", b.options.folder, "--name", realNode, "--cluster", program,
		"--kubeconfig", b.files.kubeconfig, "--node-kubeconfig", b.files.nodeKubeconfig, "--client-ca", b.files.caFile,
		"--port", strconv.Itoa(port), "--images", b.options.images, "--address", boxAddress, "--dns", dnsAddress,
		"--pods", boxPods, "--services", serviceAddresses, "--servers", b.options.servers,
		"--secrets", b.options.secrets,
		"--forward", b.files.address + "=" + b.files.address,
		"--forward", fmt.Sprintf("%s:%d=%s", boxAddress, apiPort, b.files.address),
	}
	for _, forward := range b.options.forwards {
		args = append(args, "--forward", forward)
	}
	command := exec.Command(b.program(), args...)
	command.Args[0] = "node"
	return command
}

func (b *box) program() string {
	return filepath.Join(b.options.programs, "node")
}

// clean removes what the node could not remove itself, because it was killed.
func (b *box) clean() error {
	return exec.Command(b.program(), "clean", "--folder", b.options.folder).Run()
}

// isReady tells whether there are images, the kubelet answers, and it says that it is ready.
func (b *box) isReady(ctx context.Context, port int) bool {
	if _, err := os.Stat(filepath.Join(b.options.folder, imagesFile)); err != nil {
		return false
	}
	if !speaksTLS(port) {
		return false
	}
	node, err := b.client.CoreV1().Nodes().Get(ctx, realNode, metav1.GetOptions{})
	if err != nil {
		return false
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

// speaksTLS tells whether somebody behind the port does: that it is open says nothing, as it is forwarded.
func speaksTLS(port int) bool {
	dialer := &net.Dialer{Timeout: time.Second}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	// The kubelet has signed its certificate itself, and is asked nothing here.
	connection, err := tls.DialWithDialer(dialer, "tcp4", address, &tls.Config{InsecureSkipVerify: true})
	return err == nil && connection.Close() == nil
}

// forget removes the node, so that no pod waits for it.
func (b *box) forget(ctx context.Context) error {
	return b.client.CoreV1().Nodes().Delete(ctx, realNode, metav1.DeleteOptions{})
}

// lastWords are those of the kubelet, which waits for all others.
func (b *box) lastWords() string {
	text, _ := os.ReadFile(filepath.Join(b.options.folder, "logs", "kubelet.log"))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}

// tell writes containers.json at once: who reads it reads it whole.
func (b *box) tell(what containers) error {
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	file := filepath.Join(b.dir, "containers.json")
	if err := os.WriteFile(file+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
