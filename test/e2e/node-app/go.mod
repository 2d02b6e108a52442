module platform/test/e2e/node-app

go 1.26.4
