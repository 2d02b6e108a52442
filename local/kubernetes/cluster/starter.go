package main

import (
	"context"
	"encoding/json"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// starter lets the containers of a pod start, which kwok waits for, once all is there that they are made from. A
// kubelet sets the condition for that a moment earlier, before it looks for what containers' variables name.
type starter struct {
	client  kubernetes.Interface
	sources sources
	queue   workqueue.TypedRateLimitingInterface[types.NamespacedName]
}

func startPods(ctx context.Context, client kubernetes.Interface) error {
	factory := informers.NewSharedInformerFactory(client, 0)
	core := factory.Core().V1()
	s := &starter{
		client:  client,
		sources: sources{pods: core.Pods().Lister(), secrets: core.Secrets().Lister(), maps: core.ConfigMaps().Lister()},
		queue: workqueue.NewTypedRateLimitingQueue(
			workqueue.NewTypedItemExponentialFailureRateLimiter[types.NamespacedName](100*time.Millisecond, 10*time.Second),
		),
	}
	for informer, changed := range map[cache.SharedIndexInformer]func(any){
		core.Pods().Informer():       func(object any) { s.look(object.(*corev1.Pod)) },
		core.Secrets().Informer():    func(object any) { s.lookAgain(object.(*corev1.Secret).Namespace) },
		core.ConfigMaps().Informer(): func(object any) { s.lookAgain(object.(*corev1.ConfigMap).Namespace) },
	} {
		if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc: changed, UpdateFunc: func(_, object any) { changed(object) },
		}); err != nil {
			return err
		}
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go s.work(ctx)
	<-ctx.Done()
	s.queue.ShutDown()
	return ctx.Err()
}

func (s *starter) look(pod *corev1.Pod) {
	if waits(pod) {
		s.queue.Add(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name})
	}
}

// lookAgain looks at all that may wait for what changed.
func (s *starter) lookAgain(namespace string) {
	pods, err := s.sources.pods.Pods(namespace).List(labels.Everything())
	if err != nil {
		return
	}
	for _, pod := range pods {
		s.look(pod)
	}
}

func (s *starter) work(ctx context.Context) {
	for {
		name, isDone := s.queue.Get()
		if isDone {
			return
		}
		if err := s.serve(ctx, name); err != nil {
			s.queue.AddRateLimited(name)
		} else {
			s.queue.Forget(name)
		}
		s.queue.Done(name)
	}
}

func (s *starter) serve(ctx context.Context, name types.NamespacedName) error {
	pod, err := s.sources.pods.Pods(name.Namespace).Get(name.Name)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if !waits(pod) || !isMounted(pod) || s.sources.missingVolume(pod) {
		return nil
	}
	if missing := s.sources.missingVariable(pod); missing != nil {
		return s.patch(ctx, pod, withError(pod, *missing))
	}
	return s.patch(ctx, pod, map[string]any{"conditions": []corev1.PodCondition{{
		Type: corev1.PodReadyToStartContainers, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now(),
	}}})
}

func (s *starter) patch(ctx context.Context, pod *corev1.Pod, status map[string]any) error {
	text, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": pod.UID}, "status": status})
	if err != nil {
		return err
	}
	_, err = s.client.CoreV1().Pods(pod.Namespace).
		Patch(ctx, pod.Name, types.StrategicMergePatchType, text, metav1.PatchOptions{}, "status")
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}
