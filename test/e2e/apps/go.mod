module platform/test/e2e/apps

go 1.26.4
