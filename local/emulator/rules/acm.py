"""ACM: a certificate that a listener uses stays, and a listener takes only one that is issued."""

from moto.acm.models import acm_backends
from moto.elbv2.models import elbv2_backends

from .rule import Refused, rule


@rule("acm", "DeleteCertificate")
def certificate_in_use(request):
    arn = request.get("CertificateArn")
    if users_of(arn, request.account, request.region):
        raise Refused("ResourceInUseException", f"Certificate {arn} in account {request.account} is in use.")


def users_of(arn, account, region):
    """ARNs of the load balancers with a listener that has it."""
    return [
        balancer.arn
        for balancer in elbv2_backends[account][region].load_balancers.values()
        if any(arn in certificates_of(listener) for listener in balancer.listeners.values())
    ]


def certificates_of(listener):
    return {listener.certificate, *(listener.certificates or [])}


@rule("elbv2", "CreateListener", "ModifyListener", "AddListenerCertificates")
def certificate_is_issued(request):
    certificates = request.backend(acm_backends)._certificates
    for named in request.get("Certificates") or []:
        certificate = certificates.get(named["CertificateArn"])
        if certificate is None:
            continue
        certificate.check()
        if certificate.status != "ISSUED":
            raise Refused(
                "UnsupportedCertificate",
                f"The certificate '{certificate.arn}' must have a fully-qualified domain name, a supported signature, "
                "and a supported key size.",
            )
