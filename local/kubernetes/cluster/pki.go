package main

import (
	"crypto"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	certutil "k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/kubernetes/cmd/kubeadm/app/apis/kubeadm"
	"k8s.io/kubernetes/cmd/kubeadm/app/util/pkiutil"
)

const (
	serviceAddresses = "172.20.0.0/16"
	apiAddress       = "172.20.0.1"
	// aggregator is who the API server is to the servers that extend it.
	aggregator = "front-proxy-client"
)

// pki names the files of a cluster's certificates and keys.
type pki struct {
	caFile, caKey, serverCert, serverKey, aggregatorCert, aggregatorKey, accountKey, kubeconfig string
	ca                                                                                          []byte
}

type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// ensurePKI makes what is missing. The CA stays over a restart, so that what EKS tells of the cluster stays true.
func ensurePKI(dir, endpoint string) (*pki, error) {
	at := func(name string) string { return filepath.Join(dir, name) }
	files := &pki{
		caFile: at("ca.crt"), caKey: at("ca.key"), serverCert: at("server.crt"), serverKey: at("server.key"),
		aggregatorCert: at(aggregator + ".crt"), aggregatorKey: at(aggregator + ".key"),
		accountKey: at("sa.key"), kubeconfig: at("admin.kubeconfig"),
	}
	ca, err := ensureAuthority(dir)
	if err != nil {
		return nil, err
	}
	files.ca = pkiutil.EncodeCertPEM(ca.cert)
	if err := ca.write(dir, "server", certutil.Config{
		CommonName: "kube-apiserver", Usages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		AltNames: certutil.AltNames{
			DNSNames: []string{"localhost", "kubernetes.default.svc", "metrics-server.kube-system.svc"},
			IPs:      []net.IP{net.IPv4(127, 0, 0, 1), net.ParseIP(apiAddress)},
		},
	}); err != nil {
		return nil, err
	}
	if err := ca.write(dir, aggregator, certutil.Config{
		CommonName: aggregator, Usages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}); err != nil {
		return nil, err
	}
	if err := ensureAccountKey(dir, files.accountKey); err != nil {
		return nil, err
	}
	return files, ca.writeAdmin(files, endpoint)
}

func ensureAuthority(dir string) (authority, error) {
	if cert, key, err := pkiutil.TryLoadCertAndKeyFromDisk(dir, "ca"); err == nil {
		return authority{cert, key}, nil
	}
	cert, key, err := pkiutil.NewCertificateAuthority(request(certutil.Config{CommonName: "cluster"}))
	if err != nil {
		return authority{}, err
	}
	return authority{cert, key}, pkiutil.WriteCertAndKey(dir, "ca", cert, key)
}

// ensureAccountKey makes the key that signs the tokens of service accounts.
func ensureAccountKey(dir, file string) error {
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	key, err := pkiutil.NewPrivateKey(kubeadm.EncryptionAlgorithmECDSAP256)
	if err != nil {
		return err
	}
	return pkiutil.WriteKey(dir, "sa", key)
}

func (a authority) write(dir, name string, config certutil.Config) error {
	cert, key, err := pkiutil.NewCertAndKey(a.cert, a.key, request(config))
	if err != nil {
		return err
	}
	return pkiutil.WriteCertAndKey(dir, name, cert, key)
}

// writeAdmin writes a kubeconfig whose user may do everything.
func (a authority) writeAdmin(files *pki, endpoint string) error {
	cert, key, err := pkiutil.NewCertAndKey(a.cert, a.key, request(certutil.Config{
		CommonName: "admin", Organization: []string{"system:masters"}, Usages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}))
	if err != nil {
		return err
	}
	keyPEM, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return err
	}
	config := api.NewConfig()
	config.Clusters["cluster"] = &api.Cluster{Server: endpoint, CertificateAuthorityData: files.ca}
	config.AuthInfos["admin"] = &api.AuthInfo{ClientCertificateData: pkiutil.EncodeCertPEM(cert), ClientKeyData: keyPEM}
	config.Contexts["admin"] = &api.Context{Cluster: "cluster", AuthInfo: "admin"}
	config.CurrentContext = "admin"
	return clientcmd.WriteToFile(*config, files.kubeconfig)
}

// request asks for an elliptic key: an RSA key takes a second to make.
func request(config certutil.Config) *pkiutil.CertConfig {
	return &pkiutil.CertConfig{Config: config, EncryptionAlgorithm: kubeadm.EncryptionAlgorithmECDSAP256}
}
