"""A new role, user or instance profile is not known everywhere at once: for some seconds other services answer as if it
were not there.

Source: IAM User Guide, "Troubleshoot IAM": "Changes that I make are not always immediately visible".
"""

from datetime import timezone

from ..pace import PACE


def is_effective(identity):
    """Also one that came with its account, before anybody asked for it."""
    if getattr(identity, "came_with_the_account", False):
        return True
    # moto's times are UTC and do not say so.
    made = identity.create_date.replace(tzinfo=timezone.utc).timestamp()
    return PACE.now() - made >= PACE.seconds("iam identity effective")
