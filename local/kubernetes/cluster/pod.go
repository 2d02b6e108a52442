package main

import corev1 "k8s.io/api/core/v1"

const (
	secretsDriver = "secrets-store.csi.k8s.io"
	// The emulated driver sets it to "mounted" once it has fetched what the pod mounts.
	secretsMounted = "emulator.local/secrets"
)

// waits tells whether the pod's node has seen it, and not let it start.
func waits(pod *corev1.Pod) bool {
	if pod.Spec.NodeName == realNode || pod.DeletionTimestamp != nil || pod.Status.Phase != corev1.PodPending || len(pod.Status.ContainerStatuses) == 0 {
		return false
	}
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReadyToStartContainers {
			return condition.Status != corev1.ConditionTrue
		}
	}
	return true
}

func isMounted(pod *corev1.Pod) bool {
	for _, volume := range pod.Spec.Volumes {
		if volume.CSI != nil && volume.CSI.Driver == secretsDriver {
			return pod.Annotations[secretsMounted] == "mounted"
		}
	}
	return true
}

// withError gives the status in which a node leaves a container that it cannot make.
func withError(pod *corev1.Pod, m missing) map[string]any {
	name, statuses := "containerStatuses", pod.Status.ContainerStatuses
	if m.isInit {
		name, statuses = "initContainerStatuses", pod.Status.InitContainerStatuses
	}
	changed := make([]corev1.ContainerStatus, 0, len(statuses))
	for _, status := range statuses {
		waiting := &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}
		if status.Name == m.container {
			waiting = &corev1.ContainerStateWaiting{Reason: "CreateContainerConfigError", Message: m.message}
		}
		status.State = corev1.ContainerState{Waiting: waiting}
		changed = append(changed, status)
	}
	return map[string]any{name: changed}
}
