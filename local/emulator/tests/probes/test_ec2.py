"""What keeps parts of a network, limits of addresses and rules, a NAT gateway that takes its time."""

from . import made
from .probe import probe


@probe(
    "flow log whose role does not exist",
    "Unsuccessful",
    "InvalidParameter",
    "InvalidParameterValue",
)
def test_flow_log_without_role(account):
    ec2, vpc_id = account.client("ec2"), made.vpc(account)
    account.client("logs").create_log_group(logGroupName="flow")

    def call():
        answer = ec2.create_flow_logs(
            ResourceIds=[vpc_id],
            ResourceType="VPC",
            TrafficType="ALL",
            LogGroupName="flow",
            DeliverLogsPermissionArn=made.no_role(account),
        )
        return "Unsuccessful" if answer.get("Unsuccessful") else None

    return call


@probe("flow log to a bucket whose policy does not let its delivery write", "Unsuccessful")
def test_flow_log_to_closed_bucket(account):
    ec2, vpc_id, name = account.client("ec2"), made.vpc(account), made.bucket(account)

    def call():
        answer = ec2.create_flow_logs(
            ResourceIds=[vpc_id],
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination=f"arn:aws:s3:::{name}",
        )
        return "Unsuccessful" if answer.get("Unsuccessful") else None

    return call


@probe("delete a security group that a rule of another names", "DependencyViolation")
def test_delete_named_security_group(account):
    ec2, vpc_id = account.client("ec2"), made.vpc(account)
    named, other = (made.security_group(account, vpc_id, name) for name in ("named", "other"))
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": named}]}
    ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[permission])
    return lambda: ec2.delete_security_group(GroupId=named)


@probe("delete a security group that a database is in", "DependencyViolation")
def test_delete_security_group_of_database(account):
    database = made.Database(account).available()
    return lambda: account.client("ec2").delete_security_group(GroupId=database.security_group)


@probe("61st ingress rule of a security group", "RulesPerSecurityGroupLimitExceeded")
def test_sixty_first_rule(account):
    ec2 = account.client("ec2")
    group = made.security_group(account, made.vpc(account))

    def permit(ports):
        ranges = [{"CidrIp": "10.0.0.0/8"}]
        permissions = [{"IpProtocol": "tcp", "FromPort": p, "ToPort": p, "IpRanges": ranges} for p in ports]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)

    permit(range(1000, 1060))
    return lambda: permit([1060])


@probe("security group description with a character EC2 refuses (é)", "InvalidParameterValue")
def test_description_of_security_group(account):
    ec2, vpc_id = account.client("ec2"), made.vpc(account)
    return lambda: ec2.create_security_group(GroupName="g", Description="café", VpcId=vpc_id)


@probe("delete a subnet that a load balancer, database or cluster is in", "DependencyViolation")
def test_delete_subnet_in_use(account):
    balancer = made.Balancer(account)
    return lambda: account.client("ec2").delete_subnet(SubnetId=balancer.subnet_ids[0])


@probe("delete a VPC that has subnets", "DependencyViolation")
def test_delete_vpc_with_subnets(account):
    ec2, vpc_id = account.client("ec2"), made.vpc(account)
    made.subnets(account, vpc_id)
    return lambda: ec2.delete_vpc(VpcId=vpc_id)


@probe("a new NAT gateway is pending", "pending")
def test_new_nat_gateway(account):
    ec2 = account.client("ec2")
    subnet = made.subnets(account, made.vpc(account))[0]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    return lambda: ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["State"]


@probe("detach an internet gateway while public addresses are mapped", "DependencyViolation")
def test_detach_internet_gateway(account):
    ec2, vpc_id = account.client("ec2"), made.vpc(account)
    subnet = made.subnets(account, vpc_id)[0]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)
    return lambda: ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)


@probe("sixth Elastic IP", "AddressLimitExceeded")
def test_sixth_address(account):
    ec2 = account.client("ec2")
    for _ in range(5):
        ec2.allocate_address(Domain="vpc")
    return lambda: ec2.allocate_address(Domain="vpc")


@probe("port 99999 in a rule of a security group", "InvalidParameterValue")
def test_port_out_of_range(account):
    group = made.security_group(account, made.vpc(account))
    ports = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 99_999, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    return lambda: account.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[ports])
