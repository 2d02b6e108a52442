from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """One right that a call takes."""

    # `kms:Decrypt`
    action: str
    # As policies name it: an ARN, or `*`.
    resource: str
    # Condition keys of this right alone.
    keys: dict = field(default_factory=dict)
