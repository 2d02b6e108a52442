"""Pods as targets of a load balancer."""

import itertools

import pytest

from .kubernetes_cluster import needs_kubernetes
from .waiting import until

pytestmark = needs_kubernetes

numbers = itertools.count(1)
FINALIZER = "eks.amazonaws.com/resources"


class Exposed:
    """A namespace with a Deployment, its Service, and a target group."""

    def __init__(self, cluster, replicas=2, tags=(("eks:eks-cluster-name", "c"),), **group):
        self.cluster, self.admin = cluster, cluster.admin
        self.elbv2 = cluster.account.client("elbv2")
        self.name = f"t{next(numbers)}"
        self.admin.make_namespace(self.name)
        vpc_id = cluster.describe()["resourcesVpcConfig"]["vpcId"]
        settings = {"Protocol": "HTTP", "Port": 8080, "VpcId": vpc_id, "TargetType": "ip", **group}
        self.group = self.elbv2.create_target_group(
            Name=self.name, **settings, Tags=[{"Key": key, "Value": value} for key, value in tags]
        )["TargetGroups"][0]["TargetGroupArn"]
        self.make_deployment(replicas)

    def make_deployment(self, replicas):
        labels = {"app": "web"}
        container = {"name": "web", "image": "web:1", "ports": [{"name": "http", "containerPort": 8080}]}
        self.admin.create(
            "Deployment",
            "web",
            self.name,
            spec={
                "replicas": replicas,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            },
        )
        ports = [{"name": "http", "port": 80, "targetPort": "http"}]
        self.admin.create("Service", "web", self.name, spec={"selector": labels, "ports": ports})

    def put_behind_a_load_balancer(self):
        subnets = self.cluster.describe()["resourcesVpcConfig"]["subnetIds"]
        balancer = self.elbv2.create_load_balancer(Name=self.name, Subnets=subnets)["LoadBalancers"][0]
        forward = [{"Type": "forward", "TargetGroupArn": self.group}]
        self.elbv2.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward
        )

    def bind(self, port=80, **spec):
        reference = {"name": "web", "port": port}
        content = {"serviceRef": reference, "targetGroupARN": self.group, "targetType": "ip", **spec}
        self.admin.create("TargetGroupBinding", "web", self.name, spec=content)

    def scale(self, replicas):
        self.admin.patch("Deployment", "web", self.name, {"spec": {"replicas": replicas}})

    def pods(self):
        """{(IP address, port)} of the pods that are ready."""
        return {
            (pod["status"]["podIP"], 8080)
            for pod in self.admin.get("Pod", namespace=self.name)
            if "deletionTimestamp" not in pod["metadata"]
            and any((c["type"], c["status"]) == ("Ready", "True") for c in pod["status"].get("conditions", []))
        }

    def health(self):
        return self.elbv2.describe_target_health(TargetGroupArn=self.group)["TargetHealthDescriptions"]

    def targets(self):
        return {(target["Target"]["Id"], target["Target"]["Port"]) for target in self.health()}

    def binding(self):
        return self.admin.get("TargetGroupBinding", "web", self.name)

    def wait_for_targets(self, count, besides=()):
        """Until the targets are that many ready pods, and others besides."""

        def agree():
            return len(self.pods()) == count and self.targets() == {*self.pods(), *besides}

        what = f"{count} ready pods are the targets"
        until(agree, what, found=lambda: f"but {self.targets()}, pods {self.pods()}, events {self.events()}")

    def events(self):
        return self.admin.events("TargetGroupBinding", "web", self.name)

    def wait_for(self, reason, text):
        def said():
            return any(known == reason and text in message for known, message in self.events())

        until(said, f"{reason} says {text!r}", 15, found=lambda: f"but {self.events()}")


@pytest.fixture
def exposed(cluster):
    return Exposed(cluster)


@pytest.mark.parametrize("port", [80, "http"])
def test_the_pods_that_are_ready_are_healthy_targets(exposed, port):
    exposed.put_behind_a_load_balancer()
    exposed.bind(port)
    exposed.wait_for_targets(2)
    assert {target["TargetHealth"]["State"] for target in exposed.health()} == {"healthy"}
    until(lambda: exposed.binding().get("status") == {"observedGeneration": 1}, "the status is up to date")


def test_targets_follow_the_pods(exposed):
    exposed.bind()
    exposed.wait_for_targets(2)
    exposed.scale(3)
    exposed.wait_for_targets(3)
    exposed.scale(1)
    exposed.wait_for_targets(1)
    exposed.scale(0)
    exposed.wait_for_targets(0)


def test_a_pod_that_is_not_ready_is_no_target(exposed):
    def endpoint(address, **conditions):
        pod = {"kind": "Pod", "name": address, "namespace": exposed.name}
        return {"addresses": [address], "conditions": conditions, "targetRef": pod}

    ports = [{"name": "http", "port": 80, "targetPort": 8080}]
    exposed.admin.create("Service", "manual", exposed.name, spec={"ports": ports})
    exposed.admin.create(
        "EndpointSlice",
        "manual",
        exposed.name,
        metadata={"labels": {"kubernetes.io/service-name": "manual"}},
        addressType="IPv4",
        ports=[{"name": "http", "port": 8080}, {"name": "metrics", "port": 9090}],
        endpoints=[endpoint("10.0.0.1", ready=True), endpoint("10.0.0.2", ready=False), endpoint("10.0.0.3")],
    )
    exposed.bind(serviceRef={"name": "manual", "port": 80})
    # Unknown counts as ready.
    until(lambda: exposed.targets() == {("10.0.0.1", 8080), ("10.0.0.3", 8080)}, "those that are ready are there")


def test_the_entrance_is_told_which_pods_nothing_answers_for_and_how_it_reaches_the_others(exposed):
    def endpoint(address, node):
        pod = {"kind": "Pod", "name": f"web-{node}", "namespace": exposed.name}
        return {"addresses": [address], "nodeName": node, "targetRef": pod}

    simulated = exposed.admin.get("Node")[0]["metadata"]["name"]
    exposed.admin.create("Service", "manual", exposed.name, spec={"ports": [{"name": "http", "port": 80}]})
    exposed.admin.create(
        "EndpointSlice",
        "manual",
        exposed.name,
        metadata={"labels": {"kubernetes.io/service-name": "manual"}},
        addressType="IPv4",
        ports=[{"name": "http", "port": 8080}],
        endpoints=[endpoint("10.0.0.1", simulated), endpoint("10.0.0.2", "real")],
    )
    exposed.put_behind_a_load_balancer()
    exposed.bind(serviceRef={"name": "manual", "port": 80})
    until(lambda: len(exposed.targets()) == 2, "both are targets")
    _, told = exposed.cluster.emulator.control("GET", "entrance")
    (group,) = [each for each in told["groups"] if each["name"] == exposed.name]
    targets = {target["address"]: target for target in group["targets"]}
    assert f"the pod {exposed.name}/web-{simulated} is simulated" in targets["10.0.0.1"]["simulated"]
    assert targets["10.0.0.1"]["via"] == ""
    assert targets["10.0.0.2"]["simulated"] == ""
    assert targets["10.0.0.2"]["via"].endswith("/dial.sock")


def test_a_deleted_binding_deregisters_before_it_goes(exposed):
    exposed.bind()
    exposed.wait_for_targets(2)
    assert exposed.binding()["metadata"]["finalizers"] == [FINALIZER]
    exposed.admin.delete("TargetGroupBinding", "web", exposed.name)
    until(lambda: exposed.binding() is None, "the binding is gone")
    assert exposed.targets() == set()


def test_a_namespace_with_a_binding_can_be_deleted(exposed):
    exposed.bind()
    exposed.wait_for_targets(2)
    exposed.admin.delete("Namespace", exposed.name)
    until(lambda: exposed.admin.get("Namespace", exposed.name) is None, "the namespace is gone")
    assert exposed.targets() == set()


def test_a_binding_goes_even_if_its_target_group_is_gone(exposed):
    exposed.bind()
    exposed.wait_for_targets(2)
    exposed.elbv2.delete_target_group(TargetGroupArn=exposed.group)
    exposed.admin.delete("TargetGroupBinding", "web", exposed.name)
    until(lambda: exposed.binding() is None, "the binding is gone")


@pytest.mark.parametrize("tag", [("a", "b"), ("eks:eks-cluster-name", "other")])
def test_a_target_group_without_the_clusters_tag_gets_no_targets(cluster, tag):
    exposed = Exposed(cluster, tags=[tag])
    exposed.bind()
    exposed.wait_for("FailedReconcile", "is not authorized to perform: elasticloadbalancing:RegisterTargets")
    assert exposed.targets() == set()
    exposed.elbv2.add_tags(ResourceArns=[exposed.group], Tags=[{"Key": "eks:eks-cluster-name", "Value": "c"}])
    exposed.wait_for_targets(2)


def test_a_target_group_for_instances_gets_no_pods(cluster):
    exposed = Exposed(cluster, TargetType="instance")
    exposed.bind()
    exposed.wait_for("FailedReconcile", "has targets of type instance")


def test_a_target_group_of_another_network_gets_no_pods(cluster):
    vpc_id = cluster.account.client("ec2").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    exposed = Exposed(cluster, VpcId=vpc_id)
    exposed.bind()
    exposed.wait_for("FailedReconcile", "it must have those of type ip in the cluster's vpc-")


def test_a_target_group_that_is_not_there_is_waited_for(exposed):
    exposed.bind(targetGroupARN=exposed.group + "x")
    exposed.wait_for("FailedReconcile", "TargetGroupNotFound")


def test_a_service_that_is_not_there_has_no_targets(exposed):
    exposed.bind(serviceRef={"name": "none", "port": 80})
    exposed.wait_for("BackendNotFound", 'Service "none" not found')
    exposed.admin.patch(
        "TargetGroupBinding", "web", exposed.name, {"spec": {"serviceRef": {"name": "web", "port": 81}}}
    )
    exposed.wait_for("BackendNotFound", "unable to find port 81 on service")


def test_targets_that_are_not_the_bindings_own_are_removed_unless_it_shares(exposed):
    foreign = ("10.0.0.99", 8080)
    exposed.elbv2.register_targets(TargetGroupArn=exposed.group, Targets=[{"Id": foreign[0], "Port": foreign[1]}])
    exposed.bind(multiClusterTargetGroup=True)
    exposed.wait_for_targets(2, [foreign])
    exposed.scale(1)
    exposed.wait_for_targets(1, [foreign])
    exposed.admin.delete("TargetGroupBinding", "web", exposed.name)
    until(lambda: exposed.binding() is None, "the binding is gone")
    assert exposed.targets() == {foreign}

    exposed.bind()
    exposed.wait_for_targets(1)


def test_auto_mode_knows_a_target_group_by_its_arn_alone(exposed):
    status, answer = exposed.admin.call(
        "POST",
        f"/apis/eks.amazonaws.com/v1/namespaces/{exposed.name}/targetgroupbindings?fieldValidation=Strict",
        {
            "apiVersion": "eks.amazonaws.com/v1",
            "kind": "TargetGroupBinding",
            "metadata": {"name": "x"},
            "spec": {"serviceRef": {"name": "web", "port": 80}, "targetGroupName": "t", "targetType": "ip"},
        },
    )
    assert status in (400, 422)
    assert "targetGroup" in answer["message"]
