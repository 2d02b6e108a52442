"""A service in a cluster, as far as its pods are somebody in AWS."""

import base64
import itertools
import json

from .waiting import until

numbers = itertools.count(1)


def statement(action, resource, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class Workload:
    """A namespace with a service account, its role, and a secret that its pods ask for."""

    def __init__(self, cluster, **secret):
        self.cluster, self.admin, self.account = cluster, cluster.admin, cluster.account
        self.name = f"w{next(numbers)}"
        self.admin.make_namespace(self.name)
        self.admin.create("ServiceAccount", "app", self.name)
        self.secrets = self.account.client("secretsmanager")
        self.iam = self.account.client("iam")
        self.secret = self.secrets.create_secret(
            Name=f"{self.name}/db", SecretString='{"password": "first"}', **secret
        )["ARN"]
        self.make_class()

    def make_class(self, **changes):
        objects = [
            {
                "objectName": f"{self.name}/db",
                "objectType": "secretsmanager",
                "jmesPath": [{"path": "password", "objectAlias": "password"}],
            }
        ]
        spec = {
            "provider": "aws",
            "parameters": {"usePodIdentity": "true", "objects": json.dumps(objects)},
            "secretObjects": [
                {"secretName": "db", "type": "Opaque", "data": [{"objectName": "password", "key": "PASSWORD"}]}
            ],
        }
        self.admin.create("SecretProviderClass", "db", self.name, spec={**spec, **changes})

    def trust(self, **condition):
        return document(
            {
                "Effect": "Allow",
                "Principal": {"Service": "pods.eks.amazonaws.com"},
                "Action": ["sts:AssumeRole", "sts:TagSession"],
                "Condition": {"StringEquals": {"aws:RequestTag/kubernetes-namespace": self.name, **condition}},
            }
        )

    def make_role(self, trust=None):
        self.role = self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=trust or self.trust())["Role"][
            "Arn"
        ]

    def allow(self, *statements):
        self.iam.put_role_policy(RoleName=self.name, PolicyName="p", PolicyDocument=document(*statements))

    def associate(self):
        self.cluster.eks.create_pod_identity_association(
            clusterName=self.cluster.name, namespace=self.name, serviceAccount="app", roleArn=self.role
        )

    def make_identity(self):
        self.make_role()
        self.allow(statement("secretsmanager:GetSecretValue", self.secret))
        self.associate()

    def make_pod(self, name="pod", provider_class="db", read_only=True, **metadata):
        self.admin.create(
            "Pod",
            name,
            self.name,
            metadata=metadata,
            spec={
                "serviceAccountName": "app",
                "containers": [
                    {
                        "name": "app",
                        "image": "app:1",
                        "env": [{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "PASSWORD"}}}],
                        "volumeMounts": [{"name": "secrets", "mountPath": "/secrets", "readOnly": True}],
                    }
                ],
                "volumes": [
                    {
                        "name": "secrets",
                        "csi": {
                            "driver": "secrets-store.csi.k8s.io",
                            "readOnly": read_only,
                            "volumeAttributes": {"secretProviderClass": provider_class},
                        },
                    }
                ],
            },
        )
        return name

    def is_mounted(self, pod="pod"):
        annotations = self.admin.get("Pod", pod, self.name)["metadata"].get("annotations") or {}
        return annotations.get("emulator.local/secrets") == "mounted"

    def password(self):
        """Of the synced Secret, or None."""
        secret = self.admin.get("Secret", "db", self.name)
        return secret and base64.b64decode(secret["data"]["PASSWORD"]).decode()

    def owners(self):
        return self.admin.get("Secret", "db", self.name)["metadata"]["ownerReferences"]

    def wait_for(self, reason, text, pod="pod"):
        """An event of the pod with that in its message."""

        def said():
            messages = [message for known, message in self.events(pod) if known == reason and text in message]
            return messages and messages[0]

        return until(said, f"{reason} says {text!r}", 15, found=lambda: f"but {self.events(pod)}")

    def events(self, pod):
        return self.admin.events("Pod", pod, self.name)
