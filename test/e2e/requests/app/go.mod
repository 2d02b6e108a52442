module platform/test/e2e/requests/app

go 1.26.4
