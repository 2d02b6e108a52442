package main

import (
	"embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"
)

// The parts' configuration.
//
//go:embed files/*
var files embed.FS

const pauseImage = "platform.local/pause:1"

// writeTemplates writes each file below `config` of the box's folder.
func writeTemplates(o *options) error {
	templates, err := template.ParseFS(files, "files/*")
	if err != nil {
		return err
	}
	runc, err := exec.LookPath("runc")
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	values := map[string]any{
		"Options": o, "Folder": o.Folder, "Programs": filepath.Dir(program), "Runc": runc, "Pause": pauseImage,
		"ContainerdSocket": containerdSocket, "KubeletFolder": kubeletFolder,
	}
	for _, each := range templates.Templates() {
		// A network's file has a folder of its own, from which containerd takes all.
		path := o.at("config", strings.ReplaceAll(each.Name(), "cni-", "cni/"))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		file, err := os.Create(path)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := each.Execute(file, values); err != nil {
			return err
		}
	}
	return nil
}
