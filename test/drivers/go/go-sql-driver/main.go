package main

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"net"
	"os"

	"github.com/go-sql-driver/mysql"

	"platform/drivers/answer"
)

func main() {
	bundle, err := os.ReadFile(os.Getenv("CA_FILE"))
	answer.Must(err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(bundle)
	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", net.JoinHostPort(os.Getenv("DATABASE_HOST"), os.Getenv("DATABASE_PORT"))
	config.User, config.Passwd = os.Getenv("DATABASE_USER"), os.Getenv("DATABASE_PASSWORD")
	config.DBName, config.TLS = os.Getenv("DATABASE_NAME"), &tls.Config{RootCAs: authorities}
	connector, err := mysql.NewConnector(config)
	answer.Must(err)
	database := sql.OpenDB(connector)
	answer.With(func() (name string, err error) {
		err = database.QueryRow("SELECT USER()").Scan(&name)
		return name, err
	})
}
