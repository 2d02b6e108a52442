"""Secrets of Secrets Manager in pods: only with the role's permission, and up to date."""

import base64

import pytest

from ..pace import SECONDS
from .kubernetes_cluster import REGION, needs_kubernetes
from .waiting import go_forward, until
from .workload import Workload, document, statement

pytestmark = needs_kubernetes

DRIVER = {"kind": "ServiceAccount", "name": "secrets-store-csi-driver", "namespace": "aws-secrets-manager"}
RBAC = "rbac.authorization.k8s.io"


@pytest.fixture(scope="module")
def syncing(cluster):
    """What the add-on lacks: the driver's right to write Secrets."""
    cluster.admin.create(
        "ClusterRole",
        "secret-syncing",
        rules=[
            {
                "apiGroups": [""],
                "resources": ["secrets"],
                "verbs": ["create", "delete", "get", "list", "patch", "update", "watch"],
            }
        ],
    )
    cluster.admin.create(
        "ClusterRoleBinding",
        "secret-syncing",
        roleRef={"apiGroup": RBAC, "kind": "ClusterRole", "name": "secret-syncing"},
        subjects=[DRIVER],
    )


@pytest.fixture
def workload(cluster, syncing):
    return Workload(cluster)


def test_a_pod_gets_what_its_role_may_read(workload):
    workload.make_identity()
    workload.make_pod()
    until(workload.is_mounted, "the volume is mounted")
    assert until(workload.password, "the Secret is there") == "first"
    secret = workload.admin.get("Secret", "db", workload.name)
    assert secret["type"] == "Opaque"
    assert list(secret["data"]) == ["PASSWORD"]


def test_a_pod_waits_until_its_role_may_read_the_secret(workload):
    workload.make_role()
    workload.allow(statement("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:other-*"))
    workload.associate()
    workload.make_pod()
    message = workload.wait_for("FailedMount", "AccessDeniedException")
    assert message == (
        f'MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to mount secrets '
        f"store objects for pod {workload.name}/pod, err: rpc error: code = Unknown desc = eu-central-1: Failed "
        f"fetching secret {workload.name}/db: operation error Secrets Manager: GetSecretValue, https response error "
        f"StatusCode: 400, api error AccessDeniedException: User: arn:aws:sts::{workload.account.id}:assumed-role/"
        f"{workload.name}/eks-c-pod is not authorized to perform: secretsmanager:GetSecretValue on resource: "
        f"{workload.name}/db because no identity-based policy allows the secretsmanager:GetSecretValue action"
    )
    assert not workload.is_mounted()
    assert workload.password() is None
    workload.allow(statement("secretsmanager:GetSecretValue", workload.secret))
    until(workload.is_mounted, "the volume is mounted after the permission")
    until(workload.password, "the Secret is there")


def test_a_pod_of_another_service_account_gets_nothing(workload):
    workload.make_role()
    workload.allow(statement("secretsmanager:GetSecretValue", workload.secret))
    workload.make_pod()
    workload.wait_for("FailedMount", f"service account {workload.name}/app has no Pod Identity association")
    assert workload.password() is None
    workload.associate()
    until(workload.is_mounted, "the volume is mounted after the association")


def test_a_role_that_does_not_trust_these_pods_gives_nothing(workload):
    workload.make_role(workload.trust(**{"aws:RequestTag/kubernetes-service-account": "other"}))
    workload.allow(statement("secretsmanager:GetSecretValue", workload.secret))
    workload.associate()
    workload.make_pod()
    workload.wait_for("FailedMount", f"the trust policy of {workload.role} does not let pods.eks.amazonaws.com")
    workload.iam.update_assume_role_policy(RoleName=workload.name, PolicyDocument=workload.trust())
    until(workload.is_mounted, "the volume is mounted after the change of the trust policy")


@pytest.mark.parametrize(
    "denial",
    [
        {"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:PrincipalTag/kubernetes-pod-name": "other"}},
        },
    ],
)
def test_a_denial_wins(workload, denial):
    workload.make_role()
    workload.allow(statement("secretsmanager:GetSecretValue", workload.secret), denial)
    workload.associate()
    workload.make_pod()
    workload.wait_for("FailedMount", "with an explicit deny")


def test_a_policy_of_the_secret_is_heard(workload):
    workload.make_identity()
    denial = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    workload.secrets.put_resource_policy(SecretId=workload.secret, ResourcePolicy=document(denial))
    workload.make_pod()
    workload.wait_for("FailedMount", "with an explicit deny")


def test_a_boundary_limits_the_role(workload):
    workload.make_identity()
    boundary = workload.iam.create_policy(
        PolicyName=f"boundary-{workload.name}", PolicyDocument=document(statement("s3:*", "*"))
    )["Policy"]["Arn"]
    workload.iam.put_role_permissions_boundary(RoleName=workload.name, PermissionsBoundary=boundary)
    workload.make_pod()
    workload.wait_for("FailedMount", "because no permissions boundary allows")


def test_a_managed_policy_counts(workload):
    workload.make_role()
    policy = workload.iam.create_policy(
        PolicyName=workload.name, PolicyDocument=document(statement("secretsmanager:Get*", workload.secret))
    )["Policy"]["Arn"]
    workload.iam.attach_role_policy(RoleName=workload.name, PolicyArn=policy)
    workload.associate()
    workload.make_pod()
    until(workload.is_mounted, "the volume is mounted")


def test_a_customers_key_has_to_be_allowed_as_well(cluster, syncing):
    key = cluster.account.client("kms").create_key()["KeyMetadata"]["Arn"]
    workload = Workload(cluster, KmsKeyId=key)
    workload.make_identity()
    workload.make_pod()
    workload.wait_for("FailedMount", f"Access to KMS is not allowed (kms:Decrypt on {key})")
    read = statement("secretsmanager:GetSecretValue", workload.secret)
    for_other = {"Condition": {"StringEquals": {"kms:ViaService": "ssm.eu-central-1.amazonaws.com"}}}
    workload.allow(read, statement("kms:Decrypt", key, **for_other))
    workload.make_pod("second")
    workload.wait_for("FailedMount", "Access to KMS is not allowed", "second")
    for_secrets = {"Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com"}}}
    workload.allow(read, statement("kms:Decrypt", key, **for_secrets))
    until(workload.is_mounted, "the volume is mounted after the permission")


def test_a_key_that_does_not_let_iam_decide_is_closed(cluster, syncing):
    kms = cluster.account.client("kms")
    administrator = {"Effect": "Allow", "Principal": {"AWS": cluster.account.role("OrganizationAccountAccessRole")}}
    administers = {**administrator, "Action": "kms:*", "Resource": "*"}
    key = kms.create_key(Policy=document(administers))["KeyMetadata"]["Arn"]
    workload = Workload(cluster, KmsKeyId=key)
    workload.make_role()
    workload.allow(statement(["secretsmanager:GetSecretValue", "kms:Decrypt"], "*"))
    workload.associate()
    workload.make_pod()
    workload.wait_for("FailedMount", "Access to KMS is not allowed")
    by_name = {"Effect": "Allow", "Principal": {"AWS": workload.role}, "Action": "kms:Decrypt", "Resource": "*"}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(administers, by_name))
    until(workload.is_mounted, "the volume is mounted once the key names the role")


def test_a_secret_without_a_value_is_waited_for(workload):
    workload.make_identity()
    workload.secrets.delete_secret(SecretId=workload.secret, ForceDeleteWithoutRecovery=True)
    workload.allow(statement("secretsmanager:GetSecretValue", "*"))
    workload.make_pod()
    workload.wait_for("FailedMount", "Secrets Manager can't find the specified secret.")
    workload.secrets.create_secret(Name=f"{workload.name}/db")
    workload.wait_for("FailedMount", "can't find the specified secret value for staging label: AWSCURRENT")
    workload.secrets.put_secret_value(SecretId=f"{workload.name}/db", SecretString='{"password": "late"}')
    assert until(workload.password, "the Secret is there") == "late"


def test_a_rotation_reaches_the_secret_within_seconds(workload):
    workload.make_identity()
    workload.make_pod()
    until(workload.password, "the Secret is there")
    workload.secrets.put_secret_value(
        SecretId=workload.secret, SecretString='{"password": "pending"}', VersionStages=["AWSPENDING"]
    )
    workload.secrets.put_secret_value(SecretId=workload.secret, SecretString='{"password": "second"}')
    until(lambda: workload.password() == "second", "the Secret has the new value", 5)


def test_a_secret_that_somebody_deletes_comes_back(workload):
    workload.make_identity()
    workload.make_pod()
    until(workload.password, "the Secret is there")
    workload.admin.delete("Secret", "db", workload.name)
    until(workload.password, "the Secret is there again")


def test_a_secret_goes_with_the_last_pod_that_mounts_it(workload):
    workload.make_identity()
    for name in ("one", "two"):
        workload.make_pod(name)
        until(lambda name=name: workload.is_mounted(name), "the volume is mounted")
    until(lambda: len(workload.owners()) == 2, "both pods own the Secret")
    workload.admin.delete("Pod", "one", workload.name)
    until(lambda: workload.admin.get("Pod", "one", workload.name) is None, "the first pod is gone")
    assert workload.password() == "first"
    workload.admin.delete("Pod", "two", workload.name)
    until(lambda: workload.admin.get("Secret", "db", workload.name) is None, "the Secret is gone")


def test_the_secret_of_a_replica_set_belongs_to_it(workload):
    """It is there as long as the version of the Deployment may come back, as with the real driver."""
    workload.make_identity()
    owner = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner"}
    owner["uid"] = workload.admin.create("ConfigMap", "owner", workload.name)["metadata"]["uid"]
    workload.make_pod(ownerReferences=[owner])
    until(workload.password, "the Secret is there")
    assert workload.owners() == [owner]


def test_a_pod_that_mounts_an_unknown_class_says_so(workload):
    workload.make_pod(provider_class="none")
    workload.wait_for("FailedMount", f"failed to get secretproviderclass {workload.name}/none")


def test_a_volume_has_to_be_read_only(workload):
    workload.make_identity()
    workload.make_pod(read_only=False)
    workload.wait_for("FailedMount", "Readonly is not true in request")


def test_a_key_of_the_secret_that_the_class_does_not_fetch(workload):
    workload.make_identity()
    workload.admin.patch(
        "SecretProviderClass",
        "db",
        workload.name,
        {"spec": {"secretObjects": [{"secretName": "db", "data": [{"objectName": "user", "key": "USER"}]}]}},
    )
    workload.make_pod()
    workload.wait_for("FailedToCreateSecret", "file matching objectName user not found in the pod")
    until(workload.is_mounted, "the volume is mounted all the same")


def test_the_driver_may_not_write_secrets_unless_somebody_lets_it(workload):
    """The add-on takes syncSecret and does not bind the role: without an own binding pods wait for ever."""
    workload.make_identity()
    admin = workload.admin
    admin.delete("ClusterRoleBinding", "secret-syncing")
    try:
        workload.make_pod()
        message = workload.wait_for("FailedToCreateSecret", "cannot create resource")
        assert 'User "system:serviceaccount:aws-secrets-manager:secrets-store-csi-driver"' in message
        until(workload.is_mounted, "the volume is mounted all the same")
        assert workload.password() is None
    finally:
        admin.create(
            "ClusterRoleBinding",
            "secret-syncing",
            roleRef={"apiGroup": RBAC, "kind": "ClusterRole", "name": "secret-syncing"},
            subjects=[DRIVER],
        )
    until(workload.password, "the Secret is there once the driver may write it")


def test_no_secret_value_is_in_an_event_or_a_log(workload, kubernetes_emulator):
    workload.secrets.put_secret_value(SecretId=workload.secret, SecretString='{"password": ["do-not-show-me"]}')
    workload.make_identity()
    workload.make_pod()
    workload.wait_for("FailedMount", "Only string is allowed")
    assert "do-not-show-me" not in str(workload.admin.events("Pod", "pod", workload.name))
    assert "do-not-show-me" not in (kubernetes_emulator.directory / "emulator.log").read_text()


def mount(workload, pod="pod", provider_class="db"):
    """As the node's part of the driver asks for what it mounts."""
    path = f"mounts/{workload.account.id}/{REGION}/{workload.cluster.name}"
    asked = {"namespace": workload.name, "pod": pod, "class": provider_class}
    return workload.cluster.emulator.control("POST", path, asked)[1]


def test_a_node_gets_the_files_of_a_pod(workload):
    workload.make_identity()
    go_forward(SECONDS["eks pod identity effective"][0])
    workload.make_pod()
    assert mount(workload)["files"]["password"] == base64.b64encode(b"first").decode()
    assert "other not found" in mount(workload, provider_class="other")["error"].replace('"', "")


def test_a_node_gets_nothing_for_a_pod_whose_role_may_not_read_the_secret(workload):
    workload.make_role()
    workload.associate()
    go_forward(SECONDS["eks pod identity effective"][0])
    workload.make_pod()
    assert "AccessDeniedException" in mount(workload)["error"]
