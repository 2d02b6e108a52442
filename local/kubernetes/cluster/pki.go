package main

import (
	"crypto"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"

	"k8s.io/apiserver/pkg/authentication/user"
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
	// kubeletClient is who it is to a kubelet.
	kubeletClient = "kube-apiserver-kubelet-client"
)

// pki names the files of a cluster's certificates and keys.
type pki struct {
	caFile, caKey, serverCert, serverKey, aggregatorCert, aggregatorKey, accountKey, kubeconfig string
	kubeletClientCert, kubeletClientKey, nodeKubeconfig                                         string
	// address is the API server's, with its port.
	address   string
	ca        []byte
	authority authority
}

type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// ensurePKI makes what is missing. The CA stays over a restart, so that what EKS tells of the cluster stays true.
func ensurePKI(dir, address string) (*pki, error) {
	at := func(name string) string { return filepath.Join(dir, name) }
	files := &pki{
		caFile: at("ca.crt"), caKey: at("ca.key"), serverCert: at("server.crt"), serverKey: at("server.key"),
		aggregatorCert: at(aggregator + ".crt"), aggregatorKey: at(aggregator + ".key"),
		accountKey: at("sa.key"), kubeconfig: at("admin.kubeconfig"),
		kubeletClientCert: at(kubeletClient + ".crt"), kubeletClientKey: at(kubeletClient + ".key"),
		nodeKubeconfig: at("node.kubeconfig"), address: address,
	}
	ca, err := ensureAuthority(dir)
	if err != nil {
		return nil, err
	}
	files.ca, files.authority = pkiutil.EncodeCertPEM(ca.cert), ca
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
	if err := ca.write(dir, kubeletClient, certutil.Config{
		CommonName: kubeletClient, Organization: []string{user.SystemPrivilegedGroup}, Usages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}); err != nil {
		return nil, err
	}
	if err := ensureAccountKey(dir, files.accountKey); err != nil {
		return nil, err
	}
	return files, files.writeKubeconfig(files.kubeconfig, "admin", user.SystemPrivilegedGroup)
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

// writeNode writes the kubeconfig of the real node, which may do what a node may.
func (files *pki) writeNode() error {
	return files.writeKubeconfig(files.nodeKubeconfig, "system:node:"+realNode, user.NodesGroup)
}

func (files *pki) writeKubeconfig(file, name, group string) error {
	cert, key, err := pkiutil.NewCertAndKey(files.authority.cert, files.authority.key, request(certutil.Config{
		CommonName: name, Organization: []string{group}, Usages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}))
	if err != nil {
		return err
	}
	keyPEM, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return err
	}
	config := api.NewConfig()
	config.Clusters["cluster"] = &api.Cluster{Server: "https://" + files.address, CertificateAuthorityData: files.ca}
	config.AuthInfos[name] = &api.AuthInfo{ClientCertificateData: pkiutil.EncodeCertPEM(cert), ClientKeyData: keyPEM}
	config.Contexts[name] = &api.Context{Cluster: "cluster", AuthInfo: name}
	config.CurrentContext = name
	return clientcmd.WriteToFile(*config, file)
}

// request asks for an elliptic key: an RSA key takes a second to make.
func request(config certutil.Config) *pkiutil.CertConfig {
	return &pkiutil.CertConfig{Config: config, EncryptionAlgorithm: kubeadm.EncryptionAlgorithmECDSAP256}
}
