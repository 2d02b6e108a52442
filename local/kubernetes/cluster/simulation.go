package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	"sigs.k8s.io/kwok/kustomize/metrics/resource"
	"sigs.k8s.io/kwok/kustomize/metrics/usage"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	"sigs.k8s.io/kwok/pkg/kwok/controllers"
	"sigs.k8s.io/kwok/pkg/kwok/server"
	"sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/gotpl"
)

// How nodes and pods go from state to state.
//
//go:embed stages/*.yaml
var stages embed.FS

// saying is the log of every container, in the format of a container runtime.
const saying = `2026-01-01T00:00:00.000000000Z stdout F {"level":"info","message":"A simulated container ran."}` + "\n"

// simulate is kwok in place of the kubelet of each simulated node: no container runs, but nodes and pods behave as if.
func (c *cluster) simulate(ctx context.Context, client kubernetes.Interface, config *rest.Config, port int) error {
	ctx = log.NewContext(ctx, log.NewLogger(os.Stderr, log.LevelError))
	local, err := loadStages()
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	addresses, err := newAddresses(ctx, client)
	if err != nil {
		return err
	}
	controller, err := controllers.NewController(controllers.Config{
		Clock: clock.RealClock{}, TypedClient: client, DynamicClient: dynamicClient,
		ManageNodesWithLabelSelector: simulatedNodes, LocalStages: local,
		NodeIP: "127.0.0.1", NodePort: port, CIDR: podAddresses,
		PodPlayStageParallelism: 8, NodePlayStageParallelism: 1, PodsOnNodeSyncParallelism: 1,
		NodeLeaseDurationSeconds: 40, NodeLeaseParallelism: 1,
		// Always the same, so that the leases of the last run count after a restart.
		ID:            "cluster",
		EnableMetrics: true, EnablePodCache: true,
		FuncMap: gotpl.FuncMap{"PodAddress": addresses.next},
	})
	if err != nil {
		return err
	}
	if err := controller.Start(ctx); err != nil {
		return err
	}
	return c.answerForNodes(ctx, controller, port)
}

// answerForNodes gives what the API server and the metrics server ask a kubelet for.
func (c *cluster) answerForNodes(ctx context.Context, controller *controllers.Controller, port int) error {
	metric, err := kwokconfig.UnmarshalWithType[*internalversion.Metric](resource.DefaultMetricsResource)
	if err != nil {
		return err
	}
	use, err := kwokconfig.UnmarshalWithType[*internalversion.ClusterResourceUsage](usage.DefaultUsageFromAnnotation)
	if err != nil {
		return err
	}
	output := filepath.Join(c.dir, "container.log")
	if err := os.WriteFile(output, []byte(saying), 0o600); err != nil {
		return err
	}
	node, err := server.NewServer(server.Config{
		ClusterLogs: []*internalversion.ClusterLogs{{
			Spec: internalversion.ClusterLogsSpec{Logs: []internalversion.Log{{LogsFile: output, PreviousLogsFile: output}}},
		}},
		Metrics:               []*internalversion.Metric{metric},
		ClusterResourceUsages: []*internalversion.ClusterResourceUsage{use},
		DataSource:            controller,
		NodeCacheGetter:       controller.GetNodeCache(),
		PodCacheGetter:        controller.GetPodCache(),
	})
	if err != nil {
		return err
	}
	node.InstallDebuggingHandlers()
	if err := node.InstallMetrics(ctx); err != nil {
		return err
	}
	return node.Run(ctx, fmt.Sprintf("127.0.0.1:%d", port), c.files.serverCert, c.files.serverKey)
}

func loadStages() (map[internalversion.StageResourceRef][]*internalversion.Stage, error) {
	files, err := fs.Glob(stages, "stages/*.yaml")
	if err != nil {
		return nil, err
	}
	loaded := map[internalversion.StageResourceRef][]*internalversion.Stage{}
	for _, file := range files {
		text, err := stages.ReadFile(file)
		if err != nil {
			return nil, err
		}
		stage, err := kwokconfig.UnmarshalWithType[*internalversion.Stage](text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		loaded[stage.Spec.ResourceRef] = append(loaded[stage.Spec.ResourceRef], stage)
	}
	return loaded, nil
}
