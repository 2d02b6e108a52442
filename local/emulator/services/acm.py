"""ACM: a certificate is issued once its records resolve, and says which load balancers use it."""

import hashlib

from moto.acm.models import CertBundle

from ..patch import wraps
from ..resolve import resolves


@wraps(CertBundle)
def check(original, self):
    """aws_acm_certificate_validation waits for that. moto looks at the clock."""
    if self.status == "PENDING_VALIDATION" and self.type == "AMAZON_ISSUED":
        options = self.describe()["Certificate"]["DomainValidationOptions"]
        records = [option["ResourceRecord"] for option in options]
        if not all(resolves(record["Name"], "CNAME", record["Value"]) for record in records):
            return
    original(self)


@wraps(CertBundle)
def describe(original, self):
    """Its records are the account's own; moto has one for everybody. Of the same answers moto makes its list."""
    answer = original(self)
    certificate = answer["Certificate"]
    certificate["SubjectAlternativeNameSummaries"] = certificate.get("SubjectAlternativeNames", [])
    _, _, _, region, account, _ = self.arn.split(":", 5)
    for option in certificate.get("DomainValidationOptions", []):
        domain = option["DomainName"].removeprefix("*.")
        name, value = (hashlib.md5(f"{account} {domain} {part}".encode()).hexdigest() for part in ("name", "value"))
        option["ResourceRecord"]["Name"] = f"_{name}.{domain}."
        option["ResourceRecord"]["Value"] = f"_{value}.acm-validations.aws."
    if self.status != "ISSUED":
        for field in ("IssuedAt", "NotBefore", "NotAfter", "Serial"):
            certificate.pop(field, None)
    from ..rules.acm import users_of

    certificate["InUseBy"] = users_of(self.arn, account, region)
    return answer
