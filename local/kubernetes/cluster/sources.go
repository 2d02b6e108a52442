package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/utils/ptr"
)

// sources are the objects that a pod's variables and volumes come from.
type sources struct {
	pods    listers.PodLister
	secrets listers.SecretLister
	maps    listers.ConfigMapLister
}

// missing says, in a kubelet's words, why a container cannot be made.
type missing struct {
	container, message string
	isInit             bool
}

// missingVariable returns the first, or nil.
func (s sources) missingVariable(pod *corev1.Pod) *missing {
	for _, list := range []struct {
		containers []corev1.Container
		isInit     bool
	}{{pod.Spec.InitContainers, true}, {pod.Spec.Containers, false}} {
		for _, container := range list.containers {
			if err := s.checkContainer(pod.Namespace, container); err != nil {
				return &missing{container: container.Name, message: err.Error(), isInit: list.isInit}
			}
		}
	}
	return nil
}

// missingVolume tells whether a volume of the pod cannot be filled.
func (s sources) missingVolume(pod *corev1.Pod) bool {
	for _, volume := range pod.Spec.Volumes {
		if source := volume.Secret; source != nil && s.secret(pod.Namespace, source.SecretName, "", source.Optional) != nil {
			return true
		}
		if source := volume.ConfigMap; source != nil && s.configMap(pod.Namespace, source.Name, "", source.Optional) != nil {
			return true
		}
	}
	return false
}

func (s sources) checkContainer(namespace string, container corev1.Container) error {
	for _, from := range container.EnvFrom {
		if source := from.SecretRef; source != nil {
			if err := s.secret(namespace, source.Name, "", source.Optional); err != nil {
				return err
			}
		}
		if source := from.ConfigMapRef; source != nil {
			if err := s.configMap(namespace, source.Name, "", source.Optional); err != nil {
				return err
			}
		}
	}
	for _, variable := range container.Env {
		if variable.ValueFrom == nil {
			continue
		}
		if source := variable.ValueFrom.SecretKeyRef; source != nil {
			if err := s.secret(namespace, source.Name, source.Key, source.Optional); err != nil {
				return err
			}
		}
		if source := variable.ValueFrom.ConfigMapKeyRef; source != nil {
			if err := s.configMap(namespace, source.Name, source.Key, source.Optional); err != nil {
				return err
			}
		}
	}
	return nil
}

// secret checks that it is there, and has the key unless that is empty.
func (s sources) secret(namespace, name, key string, optional *bool) error {
	secret, err := s.secrets.Secrets(namespace).Get(name)
	if err != nil {
		return unless(optional, fmt.Errorf("secret %q not found", name))
	}
	if _, has := secret.Data[key]; key != "" && !has {
		return unless(optional, fmt.Errorf("couldn't find key %s in Secret %s/%s", key, namespace, name))
	}
	return nil
}

// configMap checks as secret does.
func (s sources) configMap(namespace, name, key string, optional *bool) error {
	configMap, err := s.maps.ConfigMaps(namespace).Get(name)
	if err != nil {
		return unless(optional, fmt.Errorf("configmap %q not found", name))
	}
	_, isText := configMap.Data[key]
	if _, isBinary := configMap.BinaryData[key]; key != "" && !isText && !isBinary {
		return unless(optional, fmt.Errorf("couldn't find key %s in ConfigMap %s/%s", key, namespace, name))
	}
	return nil
}

func unless(optional *bool, err error) error {
	if ptr.Deref(optional, false) {
		return nil
	}
	return err
}
