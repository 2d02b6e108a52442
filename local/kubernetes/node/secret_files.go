package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"

	"platform/local/kubernetes/node/tunnel"
)

// source is the emulated AWS, which gives a pod the files that its role may read.
type source struct {
	url   string
	asker *http.Client
}

func newSource(o *options) *source {
	return &source{url: o.Secrets, asker: askerThrough(tunnel.Through(o.at("host.sock")))}
}

// files are by their name.
func (s *source) files(ctx context.Context, namespace, pod, class string) (map[string][]byte, error) {
	if s.url == "" {
		return nil, errors.New("the cluster was started without a store of secrets")
	}
	body, err := json.Marshal(map[string]string{"namespace": namespace, "pod": pod, "class": class})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	response, err := s.asker.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Files map[string][]byte `json:"files"`
		Error string            `json:"error"`
	}{}
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, fmt.Errorf("%s: %s", response.Status, text)
	}
	if answer.Error != "" {
		return nil, errors.New(answer.Error)
	}
	return answer.Files, nil
}

// writeInMemory mounts an empty folder in memory at the path, unless one is there, and makes each file in it at once: who
// reads it meanwhile reads the old one or the new one. What is no longer wanted goes.
func writeInMemory(folder string, files map[string][]byte) error {
	if err := mountMemory(folder); err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if filepath.Dir(path) != filepath.Clean(folder) {
			return fmt.Errorf("got the name %q, allowed one without a folder", name)
		}
		if before, err := os.ReadFile(path); err == nil && bytes.Equal(before, content) {
			continue
		}
		unfinished := filepath.Join(folder, ".unfinished")
		if err := os.WriteFile(unfinished, content, 0o644); err != nil {
			return err
		}
		if err := os.Rename(unfinished, path); err != nil {
			return err
		}
	}
	return removeUnwanted(folder, files)
}

func removeUnwanted(folder string, files map[string][]byte) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		if _, isWanted := files[entry.Name()]; !isWanted {
			err = errors.Join(err, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	return err
}

func mountMemory(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	here, above := syscall.Stat_t{}, syscall.Stat_t{}
	if err := errors.Join(syscall.Stat(folder, &here), syscall.Stat(filepath.Dir(folder), &above)); err != nil {
		return err
	}
	if here.Dev != above.Dev {
		return nil
	}
	return syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "mode=755,size=16m")
}
