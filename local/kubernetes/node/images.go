package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/containerd/containerd/v2/client"
	"github.com/containerd/errdefs"
	"github.com/containerd/platforms"
	"github.com/distribution/reference"
)

const (
	// The kubelet sees images of this namespace alone.
	namespace  = "k8s.io"
	lookEvery  = time.Second
	startLimit = 45 * time.Second
)

// archive is the state of a file in which its images were imported.
type archive struct {
	size    int64
	changed time.Time
}

// images are those that came from archives.
type images struct {
	options *options
	client  *client.Client
	// names has those of the images in each file, failed why it has none.
	names  map[string][]string
	failed map[string]string
	seen   map[string]archive
}

// imported is what archives.json says of a file.
type imported struct {
	// Changed is when the file did, in milliseconds.
	Changed int64  `json:"changed"`
	Why     string `json:"why,omitempty"`
}

// keepImages imports each archive of the folder, now and when it changes, and tells in images.json which images there
// are. The file is there once the node can run them. archives.json tells of each archive which state of it that is.
func keepImages(ctx context.Context, o *options) error {
	connected, err := connect(ctx, containerdSocket)
	if err != nil {
		return fmt.Errorf("containerd is not ready, see %s: %w", o.at("logs"), err)
	}
	defer connected.Close()
	i := &images{options: o, client: connected, names: map[string][]string{}, failed: map[string]string{}, seen: map[string]archive{}}
	pause := o.at("tmp", "pause.tar")
	if err := writePauseImage(pause); err != nil {
		return err
	}
	if _, err := i.load(ctx, pause); err != nil {
		return fmt.Errorf("%s: %w", pauseImage, err)
	}
	for isFirst := true; ctx.Err() == nil; isFirst = false {
		if i.look(ctx) || isFirst {
			if err := i.announce(); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
	return nil
}

// connect returns once containerd answers.
func connect(ctx context.Context, socket string) (*client.Client, error) {
	patience, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		connected, err := client.New(socket, client.WithDefaultNamespace(namespace), client.WithTimeout(time.Second))
		if err == nil {
			if _, err = connected.Version(patience); err == nil {
				return connected, nil
			}
			connected.Close()
		}
		select {
		case <-patience.Done():
			return nil, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// look imports what is new or changed, forgets what is gone, and tells whether anything was.
func (i *images) look(ctx context.Context) bool {
	files, _ := filepath.Glob(filepath.Join(i.options.Images, "*.tar"))
	isChanged := false
	here := map[string]bool{}
	for _, file := range files {
		here[file] = true
		info, err := os.Stat(file)
		if err != nil {
			continue
		}
		state := archive{info.Size(), info.ModTime()}
		if i.seen[file] == state {
			continue
		}
		// Also what can't be imported: it is tried again when it changes.
		i.seen[file], isChanged = state, true
		i.failed[file] = ""
		if i.names[file], err = i.load(ctx, file); err != nil {
			i.failed[file] = err.Error()
			fmt.Fprintf(os.Stderr, "%s can't be imported: %v\n", file, err)
		}
	}
	for file := range i.seen {
		if !here[file] {
			delete(i.seen, file)
			delete(i.names, file)
			delete(i.failed, file)
			isChanged = true
		}
	}
	return isChanged
}

// load imports an archive, and gives the names of the images that can run here.
func (i *images) load(ctx context.Context, path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	loaded, err := i.client.Import(ctx, file, client.WithImageRefTranslator(fullName), client.WithSkipMissing())
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, each := range loaded {
		image := client.NewImageWithPlatform(i.client, each, platforms.Default())
		if err := image.Unpack(ctx, ""); err != nil && !errdefs.IsAlreadyExists(err) {
			return names, fmt.Errorf("%s: %w", each.Name, err)
		}
		names = append(names, each.Name)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no image in it has a name")
	}
	return names, nil
}

// fullName is as the kubelet writes the name of an image.
func fullName(name string) string {
	named, err := reference.ParseDockerRef(name)
	if err != nil {
		return name
	}
	return named.String()
}

// announce tells which images there are, and then which archives they are from.
func (i *images) announce() error {
	all := []string{}
	for _, names := range i.names {
		all = append(all, names...)
	}
	sort.Strings(all)
	if err := i.write("images.json", all); err != nil {
		return err
	}
	archives := map[string]imported{}
	for file, state := range i.seen {
		archives[file] = imported{state.changed.UnixMilli(), i.failed[file]}
	}
	return i.write("archives.json", archives)
}

// write writes a file at once: who reads it reads it whole.
func (i *images) write(name string, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	file := i.options.at(name)
	if err := os.WriteFile(file+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
