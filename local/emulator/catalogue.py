"""What AWS offers: the lists that the parameter files are checked by as well (`parameters/catalogue`)."""

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "parameters" / "catalogue"


@functools.cache
def catalogue(name):
    """`databases`, `caches`, `kubernetes`, `addons`, `postgres-releases` or `regions`."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def number(version):
    """To compare by. `6.x` counts as its major alone."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


class Servers:
    """The engines and sizes of databases or of caches."""

    def __init__(self, name):
        self._name = name

    def majors(self, engine):
        return catalogue(self._name)["engines"].get(engine, {})

    def known(self, engine):
        return bool(self.majors(engine))

    def families(self):
        return {major["family"] for engine in catalogue(self._name)["engines"].values() for major in engine.values()}

    def resolve(self, engine, version):
        """The whole version, the newest if only its major is named, or None if there is none."""
        for name, major in self.majors(engine).items():
            if version in major["versions"]:
                return version
            if version == name:
                return major["versions"][-1]
        return None

    def major(self, engine, version):
        """Its name: `17`, but `8.4`."""
        return next((name for name, major in self.majors(engine).items() if version in major["versions"]), None)

    def family(self, engine, version):
        major = self.major(engine, version)
        return major and self.majors(engine)[major]["family"]

    def newest(self, engine):
        versions = [version for major in self.majors(engine).values() for version in major["versions"]]
        return max(versions, key=number)

    def has_size(self, size):
        return size in catalogue(self._name)["sizes"]

    def has_size_in(self, size, region):
        return region not in catalogue(self._name)["sizes"][size]["notIn"]


DATABASES, CACHES = Servers("databases"), Servers("caches")


def minors():
    """Of Kubernetes, the oldest first."""
    return sorted(catalogue("kubernetes")["versions"], key=number)


def addon_versions(addon, minor):
    """The oldest first; none if the add-on is not listed for it."""
    return catalogue("addons")["addons"].get(addon, {}).get(minor, [])


def upgrade_targets(engine, version):
    """The versions that RDS takes a database to in place, the oldest first.

    Source: Amazon RDS User Guide, "Choosing a major version for an RDS for PostgreSQL upgrade".
    """
    own = DATABASES.major(engine, version)
    listed = [other for major in DATABASES.majors(engine).values() for other in major["versions"]]
    return [
        other
        for other in listed
        if number(other) > number(version)
        and (DATABASES.major(engine, other) == own or is_no_older(engine, other, version))
    ]


def is_no_older(engine, version, other):
    """Whether a release of a later major came out with one of an earlier major, or after it."""
    if engine != "postgres":
        return True
    first_came_out_with = catalogue("postgres-releases")["firstCameOutWith"]
    (major, release), (later, wanted) = number(other)[:2], number(version)[:2]
    steps = [first_came_out_with.get(str(step)) for step in range(major + 1, later + 1)]
    # Of majors before those that the platform was tried with nothing is known.
    return None in steps or wanted >= release - sum(first - 1 for first in steps)
