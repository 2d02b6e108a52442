"""EKS: what a cluster may be made and changed with.

Source: Amazon EKS API Reference, CreateCluster, UpdateClusterConfig and UpdateClusterVersion; Amazon EKS User Guide,
"Amazon EKS networking requirements for VPC and subnets" and "Update existing cluster to new Kubernetes version".
"""

import ipaddress
from datetime import date

from moto.ec2.exceptions import EC2ClientError
from moto.eks.exceptions import InvalidParameterException

from ...catalogue import addon_versions, catalogue, minors, number
from ...iam.trusted_role import find_role, role_problem
from ...usable_key import key_problem

CLUSTERS, NODES, PODS = "eks.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com"
LOG_TYPES = {"api", "audit", "authenticator", "controllerManager", "scheduler"}
MOST_CIDRS = 40


def invalid(message):
    return InvalidParameterException(message=message)


def check_role(arn, service, account):
    problem = role_problem(arn, service, account)
    if problem:
        raise invalid(
            f"Role with arn: {arn}, could not be assumed because it does not exist or the trusted entity is not "
            f"correct: {problem}"
        )


def check_role_of_pods(arn, account):
    """Source: internal/service/eks/pod_identity_association.go of hashicorp/terraform-provider-aws, which knows a new
    role by these words and asks again.
    """
    if find_role(arn, account) is None:
        raise invalid("Role provided in the request does not exist.")
    check_role(arn, PODS, account)


def check_version(version):
    if version not in minors():
        raise invalid(f"unsupported Kubernetes version {version}: there are {', '.join(minors())}")


def check_upgrade(current, wanted):
    check_version(wanted)
    if wanted == current:
        raise invalid(f"Cluster is already at the desired configuration with version {wanted}")
    if number(wanted) != (number(current)[0], number(current)[1] + 1):
        raise invalid(f"Unsupported Kubernetes minor version update from {current} to {wanted}")


def check_rollback(cluster, wanted):
    """Source: Amazon EKS User Guide, "Rollback cluster to previous Kubernetes version"."""
    ends = catalogue("kubernetes")["versions"][wanted]["standardSupportEnds"]
    if cluster.upgrade_policy["supportType"] == "STANDARD" and ends < date.today().isoformat():
        raise invalid(f"Version {wanted} is in extended support: change the upgrade policy of the cluster to EXTENDED")
    for addon in cluster.addons.values():
        if addon["addonVersion"] not in offered(addon["addonName"], wanted):
            raise invalid(
                f"Rollback is blocked by an insight: {addon['addonName']} {addon['addonVersion']} is not compatible "
                f"with Kubernetes {wanted}"
            )


def check_network(config, ec2):
    """Subnets of one VPC in two zones, with security groups of the same."""
    try:
        subnets = [ec2.get_subnet(subnet_id) for subnet_id in config.get("subnetIds", [])]
    except EC2ClientError as error:
        raise invalid(error.message) from None
    if len({subnet.availability_zone for subnet in subnets}) < 2:
        raise invalid("Subnets specified must be in at least two different AZs")
    if len({subnet.vpc_id for subnet in subnets}) > 1:
        raise invalid("Subnets specified must belong to the same VPC")
    for group_id in config.get("securityGroupIds") or ():
        group = ec2.get_security_group_from_id(group_id)
        if group is None or group.vpc_id != subnets[0].vpc_id:
            raise invalid(f"The security group ID '{group_id}' does not exist in the VPC {subnets[0].vpc_id}")


def check_access(config):
    """`config` is the whole, after a change."""
    if config.get("endpointPublicAccess") is False and not config.get("endpointPrivateAccess"):
        raise invalid("Private and public endpoint access cannot be false")
    cidrs = config.get("publicAccessCidrs") or []
    if len(cidrs) > MOST_CIDRS:
        raise invalid(f"publicAccessCidrs has {len(cidrs)} entries, allowed are {MOST_CIDRS}")
    for cidr in cidrs:
        try:
            network = ipaddress.ip_network(cidr)
        except ValueError as error:
            raise invalid(f"The following CIDRs are invalid in publicAccessCidrs: [{cidr}]: {error}") from None
        if network.prefixlen and not network.is_global:
            raise invalid(f"The following CIDRs are not allowed in publicAccessCidrs: [{cidr}]")


def check_auto_mode(compute, storage, network, authentication):
    """Each is the whole, after a change, or None."""
    parts = [
        bool((compute or {}).get("enabled")),
        bool((storage or {}).get("blockStorage", {}).get("enabled")),
        bool((network or {}).get("elasticLoadBalancing", {}).get("enabled")),
    ]
    if any(parts) and not all(parts):
        raise invalid(
            "For EKS Auto Mode, please ensure that all required configs, including computeConfig, "
            "kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled."
        )
    if any(parts) and authentication == "CONFIG_MAP":
        raise invalid("EKS Auto Mode needs an authentication mode of API or API_AND_CONFIG_MAP.")


def check_nodes(compute, account):
    compute = compute or {}
    unknown = {*compute.get("nodePools", [])} - {"general-purpose", "system"}
    if unknown:
        raise invalid(f"Compute Config nodePools has unknown ones: {sorted(unknown)}")
    if bool(compute.get("nodePools")) != bool(compute.get("nodeRoleArn")):
        raise invalid("When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.")
    if compute.get("nodeRoleArn"):
        check_role(compute["nodeRoleArn"], NODES, account)


def check_encryption(configs, account, region):
    for config in configs or ():
        arn = config["provider"]["keyArn"]
        problem = key_problem(arn, account, region)
        if problem:
            raise invalid(f"The encryption key cannot be used: {arn} {problem}")
        if config["resources"] != ["secrets"]:
            raise invalid("The only resource that can be encrypted is: secrets")


def check_logging(logging):
    named = {name for setup in (logging or {}).get("clusterLogging", []) for name in setup.get("types", [])}
    if named - LOG_TYPES:
        raise invalid(f"Unknown log types: {sorted(named - LOG_TYPES)}")


def offered(addon, minor):
    """A minor that is no longer listed has the versions of the oldest that is."""
    listed = [version for version in minors() if addon_versions(addon, version)]
    return addon_versions(addon, minor) or (addon_versions(addon, listed[0]) if listed else [])


def check_addon_version(addon, version, minor):
    if version not in offered(addon, minor):
        raise invalid(
            f"Addon version specified is not supported: {addon} {version} on Kubernetes {minor}. Supported are "
            f"{', '.join(offered(addon, minor))}."
        )
