"""Clusters: roles, versions, add-ons, subnets, access."""

from . import made
from .probe import probe

REFUSED = ("InvalidParameterException", "InvalidRequestException")


@probe("EKS cluster with a role that does not exist", *REFUSED)
def test_cluster_without_role(account):
    cluster = made.EksCluster(account)
    return lambda: cluster.create(roleArn=made.no_role(account))


@probe("access entry for a role that does not exist", "InvalidParameterException")
def test_access_entry_without_role(account):
    cluster = made.EksCluster(account).active()
    return lambda: cluster.eks.create_access_entry(clusterName="probe", principalArn=made.no_role(account))


@probe("a second update of a cluster while one runs", "ResourceInUseException")
def test_second_update(account):
    cluster = made.EksCluster(account).active()
    cluster.eks.update_cluster_version(name="probe", version="1.35")
    logging = {"clusterLogging": [{"types": ["audit"], "enabled": True}]}
    return lambda: cluster.eks.update_cluster_config(name="probe", logging=logging)


@probe("skip a minor version of Kubernetes", "InvalidParameterException")
def test_skip_a_version(account):
    cluster = made.EksCluster(account).active()
    return lambda: cluster.eks.update_cluster_version(name="probe", version="1.36")


@probe("version that EKS does not have", "InvalidParameterException")
def test_unknown_version(account):
    cluster = made.EksCluster(account)
    return lambda: cluster.create(version="1.99")


@probe("add-on version that does not exist", "InvalidParameterException")
def test_unknown_addon_version(account):
    cluster = made.EksCluster(account).active()
    return lambda: cluster.eks.create_addon(
        clusterName="probe", addonName="metrics-server", addonVersion="v99.0.0-eksbuild.1"
    )


@probe("cluster in subnets of one zone", "InvalidParameterException")
def test_cluster_in_one_zone(account):
    cluster = made.EksCluster(account, zones="aa")
    return lambda: cluster.create()


@probe("Auto Mode with compute but without storage (all three go together)", *REFUSED)
def test_half_of_auto_mode(account):
    cluster = made.EksCluster(account)
    return lambda: cluster.create(
        computeConfig={"enabled": True},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
    )


@probe("access policy that does not exist", "InvalidParameterException", "ResourceNotFoundException")
def test_unknown_access_policy(account):
    cluster = made.EksCluster(account).active()
    entry = {"clusterName": "probe", "principalArn": made.role(account, "ec2.amazonaws.com", "node")}
    cluster.eks.create_access_entry(**entry)
    return lambda: cluster.eks.associate_access_policy(
        **entry,
        policyArn="arn:aws:eks::aws:cluster-access-policy/NoSuchPolicy",
        accessScope={"type": "cluster"},
    )
