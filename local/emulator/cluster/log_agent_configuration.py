"""Where Fluent Bit sends events, by the configuration values of the add-on: constructs/cluster/application-log.ts.

Source: Fluent Bit, "Amazon CloudWatch", "Rewrite Tag" and "Classic mode".
"""

import re
from dataclasses import dataclass

import yaml

FILE = "application-log.conf"
LABEL = re.compile(r"\$kubernetes\['labels'\]\['([^']+)'\]")


@dataclass(frozen=True)
class Output:
    group: str
    # A name in which a label stands, for events that have it.
    template: str | None = None

    @property
    def label(self):
        found = LABEL.search(self.template or "")
        return found and found.group(1)


def outputs(values, cluster):
    """Without a configuration of ours the add-on's own counts."""
    text = path(yaml.safe_load(values or "") or {}, "containerLogs", "fluentBit", "config", "extraFiles", FILE)
    if text is None:
        return [Output(f"/aws/containerinsights/{cluster}/application")]
    found = [entries for name, entries in sections(text) if name == "OUTPUT"]
    return [Output(entries["log_group_name"], entries.get("log_group_template")) for entries in found]


def group_of(all_outputs, labels):
    """The one whose label an event has, else the one that takes all."""
    for output in all_outputs:
        if output.label in labels:
            return LABEL.sub(labels[output.label], output.template)
    return next(output.group for output in all_outputs if output.label is None)


def sections(text):
    """-> [(name, {key: value})]"""
    found = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            found.append((line.strip("[]"), {}))
        elif line and not line.startswith("#"):
            key, _, value = line.partition(" ")
            found[-1][1][key] = value.strip()
    return found


def path(values, *keys):
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values
