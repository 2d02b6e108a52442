import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::111111111111:role/r"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@pytest.fixture
def eks(account):
    client = account.client("eks")
    client.create_cluster(
        name="c",
        roleArn=ROLE,
        resourcesVpcConfig={
            "subnetIds": account.subnets(),
            "endpointPublicAccess": False,
            "endpointPrivateAccess": True,
        },
        accessConfig={"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
        computeConfig={"enabled": True, "nodePools": ["system"], "nodeRoleArn": ROLE},
        storageConfig={"blockStorage": {"enabled": True}},
        kubernetesNetworkConfig={"elasticLoadBalancing": {"enabled": True}},
        upgradePolicy={"supportType": "STANDARD"},
        zonalShiftConfig={"enabled": True},
        tags={"env": "dev"},
    )
    return client


def describe(eks):
    return eks.describe_cluster(name="c")["cluster"]


def test_a_cluster_reads_back_what_was_asked_for(eks):
    cluster = describe(eks)
    assert cluster["accessConfig"]["authenticationMode"] == "API"
    assert cluster["computeConfig"] == {"enabled": True, "nodePools": ["system"], "nodeRoleArn": ROLE}
    assert cluster["storageConfig"] == {"blockStorage": {"enabled": True}}
    assert cluster["kubernetesNetworkConfig"]["elasticLoadBalancing"] == {"enabled": True}
    assert cluster["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"
    assert cluster["upgradePolicy"] == {"supportType": "STANDARD"}
    assert cluster["zonalShiftConfig"] == {"enabled": True}
    assert "id" not in cluster


def test_a_cluster_has_a_security_group_that_goes_with_it(eks, account):
    vpc = describe(eks)["resourcesVpcConfig"]
    groups = account.client("ec2").describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])
    assert groups["SecurityGroups"][0]["VpcId"] == vpc["vpcId"]
    eks.delete_cluster(name="c")
    with pytest.raises(ClientError, match="InvalidGroup.NotFound"):
        account.client("ec2").describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])


@pytest.mark.parametrize(
    "change",
    [
        {"resourcesVpcConfig": {"endpointPublicAccess": True, "publicAccessCidrs": ["1.2.3.4/32"]}},
        {"upgradePolicy": {"supportType": "EXTENDED"}},
        {"zonalShiftConfig": {"enabled": False}},
        {"accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"}},
        {"computeConfig": {"enabled": False}},
        {"storageConfig": {"blockStorage": {"enabled": False}}},
        {"kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": False}}},
    ],
)
def test_a_setting_changes_in_place(eks, change):
    update = eks.update_cluster_config(name="c", **change)["update"]
    assert eks.describe_update(name="c", updateId=update["id"])["update"]["status"] == "Successful"
    (key, settings), cluster = change.popitem(), describe(eks)
    assert cluster[key] | settings == cluster[key]


def test_log_types_are_switched_one_by_one(eks):
    eks.update_cluster_config(name="c", logging={"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]})
    eks.update_cluster_config(name="c", logging={"clusterLogging": [{"types": ["api"], "enabled": False}]})
    setups = describe(eks)["logging"]["clusterLogging"]
    assert [setup["types"] for setup in setups if setup["enabled"]] == [["audit"]]


def test_a_version_upgrade(eks):
    eks.update_cluster_version(name="c", version="1.34")
    assert describe(eks)["version"] == "1.34"


def test_an_access_entry_and_its_policies(eks):
    eks.create_access_entry(clusterName="c", principalArn=ROLE, kubernetesGroups=["g"])
    eks.update_access_entry(clusterName="c", principalArn=ROLE, kubernetesGroups=["h"])
    entry = eks.describe_access_entry(clusterName="c", principalArn=ROLE)["accessEntry"]
    assert entry["kubernetesGroups"] == ["h"]
    assert entry["username"] == "arn:aws:sts::111111111111:assumed-role/r/{{SessionName}}"
    eks.associate_access_policy(clusterName="c", principalArn=ROLE, policyArn=POLICY, accessScope={"type": "cluster"})
    policies = eks.list_associated_access_policies(clusterName="c", principalArn=ROLE)["associatedAccessPolicies"]
    assert [policy["policyArn"] for policy in policies] == [POLICY]
    eks.disassociate_access_policy(clusterName="c", principalArn=ROLE, policyArn=POLICY)
    eks.delete_access_entry(clusterName="c", principalArn=ROLE)
    assert eks.list_access_entries(clusterName="c")["accessEntries"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        eks.describe_access_entry(clusterName="c", principalArn=ROLE)


def test_fails_on_an_access_entry_without_the_access_entry_api(account):
    eks = account.client("eks")
    eks.create_cluster(name="old", roleArn=ROLE, resourcesVpcConfig={"subnetIds": account.subnets()})
    with pytest.raises(ClientError, match="authentication mode must be set"):
        eks.create_access_entry(clusterName="old", principalArn=ROLE)


@pytest.mark.parametrize("settings", [{"kubernetesGroups": ["system:masters"]}, {"username": "system:admin"}])
def test_refuses_to_make_a_principal_one_of_the_systems_own(eks, settings):
    entry = {"clusterName": "c", "principalArn": ROLE}
    with pytest.raises(ClientError, match="cannot start with"):
        eks.create_access_entry(**entry, **settings)
    eks.create_access_entry(**entry)
    with pytest.raises(ClientError, match="cannot start with"):
        eks.update_access_entry(**entry, **settings)


def test_the_user_name_of_a_role_has_no_path(eks):
    entry = eks.create_access_entry(clusterName="c", principalArn="arn:aws:iam::111111111111:role/team/blue/r")
    assert entry["accessEntry"]["username"] == "arn:aws:sts::111111111111:assumed-role/r/{{SessionName}}"


def test_refuses_a_policy_that_does_not_exist_with_those_that_do(eks):
    eks.create_access_entry(clusterName="c", principalArn=ROLE)
    with pytest.raises(ClientError, match="the emulator knows .*'AmazonEKSViewPolicy'"):
        eks.associate_access_policy(
            clusterName="c", principalArn=ROLE, policyArn=f"{POLICY}Typo", accessScope={"type": "cluster"}
        )


def test_a_pod_identity_association(eks):
    association = {"clusterName": "c", "namespace": "n", "serviceAccount": "s"}
    created = eks.create_pod_identity_association(**association, roleArn=ROLE)["association"]
    with pytest.raises(ClientError, match="ResourceInUseException"):
        eks.create_pod_identity_association(**association, roleArn=ROLE)
    key = {"clusterName": "c", "associationId": created["associationId"]}
    eks.update_pod_identity_association(**key, roleArn=f"{ROLE}2")
    assert eks.describe_pod_identity_association(**key)["association"]["roleArn"] == f"{ROLE}2"
    eks.delete_pod_identity_association(**key)
    assert eks.list_pod_identity_associations(clusterName="c")["associations"] == []


def test_an_addon_owns_its_pod_identity_associations(eks):
    addon = {"clusterName": "c", "addonName": "amazon-cloudwatch-observability"}
    eks.create_addon(
        **addon,
        configurationValues="{}",
        podIdentityAssociations=[{"serviceAccount": "cloudwatch-agent", "roleArn": ROLE}],
    )
    created = eks.describe_addon(**addon)["addon"]
    assert (created["status"], created["configurationValues"]) == ("ACTIVE", "{}")
    (association,) = eks.list_pod_identity_associations(clusterName="c")["associations"]
    assert created["podIdentityAssociations"] == [association["associationArn"]]
    assert association["ownerArn"] == created["addonArn"]

    eks.update_addon(**addon, configurationValues='{"a": 1}', podIdentityAssociations=[])
    assert eks.describe_addon(**addon)["addon"]["configurationValues"] == '{"a": 1}'
    assert eks.list_pod_identity_associations(clusterName="c")["associations"] == []
    eks.delete_addon(**addon)
    assert eks.list_addons(clusterName="c")["addons"] == []


def test_fails_on_an_unknown_addon_with_those_that_are_known(eks):
    with pytest.raises(ClientError, match="the emulator knows .*'metrics-server'"):
        eks.create_addon(clusterName="c", addonName="typo")


def test_addon_versions(eks):
    addons = eks.describe_addon_versions(addonName="metrics-server", kubernetesVersion="1.33")["addons"]
    assert addons[0]["addonVersions"][0]["compatibilities"][0]["clusterVersion"] == "1.33"


def test_tags_of_cluster_and_addon(eks):
    addon = eks.create_addon(clusterName="c", addonName="metrics-server", tags={"a": "1"})["addon"]
    for arn, tags in ((describe(eks)["arn"], {"env": "dev"}), (addon["addonArn"], {"a": "1"})):
        eks.tag_resource(resourceArn=arn, tags={"b": "2"})
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {**tags, "b": "2"}
        eks.untag_resource(resourceArn=arn, tagKeys=["b"])
        assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == tags
