module platform/local/kubernetes/entrance

go 1.26.4
