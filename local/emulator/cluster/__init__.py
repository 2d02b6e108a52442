"""What EKS and its controllers do for a cluster, on a real Kubernetes API that runs on this machine."""
