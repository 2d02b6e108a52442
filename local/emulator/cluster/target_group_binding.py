"""TargetGroupBindings of EKS Auto Mode: ready pods become targets of a load balancer's target group.

Behaviour and messages are those of kubernetes-sigs/aws-load-balancer-controller, for targets of type ip. Left out are
the rules of security groups (`networking`), and the readiness gate that Auto Mode puts into pods of namespaces with
the label eks.amazonaws.com/pod-readiness-gate-inject.
"""

from moto.elbv2.models import elbv2_backends

from ..entrance.pods import PODS, Pod
from ..lock import MOTO
from .controller import Controller
from .events import Events

FINALIZER = "eks.amazonaws.com/resources"
SERVICE_LABEL = "kubernetes.io/service-name"
# AmazonEKSLoadBalancingPolicy lets the cluster's role register targets under this condition only.
CLUSTER_TAG = "eks:eks-cluster-name"


class NotReconciled(Exception):
    """Says why, as the controller would."""


class TargetGroupBindings(Controller):
    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._bindings = self.watch("TargetGroupBinding")
        self._services = self.watch("Service")
        self._slices = self.watch("EndpointSlice")
        self._events = Events(api, "targetGroupBinding")
        self._elbv2 = elbv2_backends[control_plane.account][control_plane.region]
        # {uid of a binding: the targets that it registered}
        self._own = {}

    def reconcile(self):
        for binding in self._bindings.all():
            finalizers = binding["metadata"].get("finalizers") or []
            if "deletionTimestamp" in binding["metadata"]:
                if FINALIZER in finalizers:
                    self._clean_up(binding)
                    self._set_finalizers(binding, [name for name in finalizers if name != FINALIZER])
                continue
            # First: what is registered must not be forgotten.
            if FINALIZER not in finalizers:
                self._set_finalizers(binding, [*finalizers, FINALIZER])
            try:
                self._register(binding)
            except NotReconciled as reason:
                self._events.warn(binding, "FailedReconcile", f"Failed reconcile due to {reason}")

    def _register(self, binding):
        """Adds and removes what differs, and says so in the binding's status."""
        pods = self._find_pods(binding)
        targets = set(pods)
        with MOTO:
            group = self._find_group(binding["spec"])
            PODS.tell(binding["metadata"]["uid"], group.arn, pods)
            added, removed = targets - registered_in(group), self._in_care_of(binding, group) - targets
            # In this order: moto knows a target by its address, and the port may be what has changed.
            if removed:
                group.deregister(as_targets(removed))
            if added:
                self._check_tag(group)
                group.register(as_targets(added))
        metadata = binding["metadata"]
        self._own[metadata["uid"]] = targets
        if (binding.get("status") or {}).get("observedGeneration") != metadata["generation"]:
            status = {"observedGeneration": metadata["generation"]}
            self.api.patch_status("TargetGroupBinding", metadata["name"], metadata["namespace"], status)
            self._events.record(binding, "Normal", "SuccessfullyReconciled", "Successfully reconciled")

    def _find_pods(self, binding):
        """{(IP address, port): Pod} of those that are ready."""
        namespace, reference = binding["metadata"]["namespace"], binding["spec"]["serviceRef"]
        service = self._services.find(namespace, reference["name"])
        if service is None:
            self._events.warn(binding, "BackendNotFound", f'backend not found: Service "{reference["name"]}" not found')
            return {}
        port = find_port(service, reference["port"])
        if port is None:
            self._events.warn(
                binding,
                "BackendNotFound",
                f"backend not found: unable to find port {reference['port']} on service "
                f"{namespace}/{reference['name']}",
            )
            return {}
        return {
            target: self._describe(endpoint)
            for found in self._slices.all()
            if is_of(found, service)
            for target, endpoint in ready_targets(found, port.get("name"))
        }

    def _describe(self, endpoint):
        """The nodes that the emulator has asked for are simulated. Another one is real, and has a socket."""
        reference, simulated = endpoint["targetRef"], [None, *(name for name, _ in self.control_plane.zones)]
        via = "" if endpoint.get("nodeName") in simulated else str(self.control_plane.dial_socket)
        return Pod(f"{reference['namespace']}/{reference['name']}", via)

    def _find_group(self, spec):
        if spec["targetType"] != "ip":
            raise NotReconciled(f"targetType {spec['targetType']} (emulator: only ip is emulated)")
        group = self._elbv2.target_groups.get(spec["targetGroupARN"])
        if group is None:
            raise NotReconciled(f"TargetGroupNotFound: Target groups '{spec['targetGroupARN']}' not found")
        vpc_id = self.cluster.resources_vpc_config["vpcId"]
        if group.target_type != "ip" or group.vpc_id != vpc_id:
            raise NotReconciled(
                f"the target group {group.arn} has targets of type {group.target_type} in {group.vpc_id}; "
                f"it must have those of type ip in the cluster's {vpc_id}"
            )
        return group

    def _check_tag(self, group):
        tags = self._elbv2.tagging_service.get_tag_dict_for_resource(group.arn)
        if tags.get(CLUSTER_TAG) != self.cluster.name:
            role = self.cluster.role_arn.rpartition("/")[2]
            raise NotReconciled(
                f"AccessDenied: User: arn:aws:sts::{self.control_plane.account}:assumed-role/{role}/"
                f"aws-go-sdk is not authorized to perform: elasticloadbalancing:RegisterTargets on resource: "
                f"{group.arn} because no identity-based policy allows the elasticloadbalancing:RegisterTargets action "
                f"(the target group needs the tag {CLUSTER_TAG} = {self.cluster.name})"
            )

    def _in_care_of(self, binding, group):
        """The targets that are the binding's to remove: all, unless it shares the group with other clusters."""
        registered = registered_in(group)
        if binding["spec"].get("multiClusterTargetGroup"):
            return registered & self._own.get(binding["metadata"]["uid"], set())
        return registered

    def _clean_up(self, binding):
        with MOTO:
            group = self._elbv2.target_groups.get(binding["spec"]["targetGroupARN"])
            if group:
                group.deregister(as_targets(self._in_care_of(binding, group)))
            PODS.forget(binding["metadata"]["uid"])
        self._own.pop(binding["metadata"]["uid"], None)

    def _set_finalizers(self, binding, finalizers):
        metadata = binding["metadata"]
        # The version lets the API server refuse this if somebody else has changed the list.
        change = {"metadata": {"finalizers": finalizers, "resourceVersion": metadata["resourceVersion"]}}
        self.api.patch("TargetGroupBinding", metadata["name"], metadata["namespace"], change)


def find_port(service, wanted):
    """By number or by name."""
    return next(
        (port for port in service["spec"].get("ports") or [] if wanted in (port["port"], port.get("name"))), None
    )


def is_of(found, service):
    metadata = found["metadata"]
    return (
        metadata["namespace"] == service["metadata"]["namespace"]
        and (metadata.get("labels") or {}).get(SERVICE_LABEL) == service["metadata"]["name"]
        and found["addressType"] == "IPv4"
    )


def ready_targets(found, port_name):
    ports = [port["port"] for port in found.get("ports") or [] if (port.get("name") or None) == port_name]
    for endpoint in found.get("endpoints") or []:
        is_pod = (endpoint.get("targetRef") or {}).get("kind") == "Pod"
        # Unknown counts as ready, says Kubernetes.
        if is_pod and (endpoint.get("conditions") or {}).get("ready") in (True, None):
            for port in ports:
                yield (endpoint["addresses"][0], port), endpoint


def registered_in(group):
    return {(target["Id"], int(target["Port"])) for target in group.targets.values()}


def as_targets(targets):
    return [{"Id": address, "Port": port} for address, port in sorted(targets)]
