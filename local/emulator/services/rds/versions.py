"""RDS: which versions of an engine there are, where each can go, and when support ends.

Source: Amazon RDS API Reference, DescribeDBEngineVersions and DescribeDBMajorEngineVersions.
"""

from datetime import datetime

from moto.core.responses import ActionResult
from moto.rds.responses import RDSResponse

from ...catalogue import DATABASES, catalogue, upgrade_targets
from ...patch import adds

SUPPORT = {
    "standardSupportEnds": "open-source-rds-standard-support",
    "extendedSupportEnds": "open-source-rds-extended-support",
}


@adds(RDSResponse)
def describe_db_engine_versions(self):
    """Of one engine or of all; of one version or of all."""
    engines, wanted = engines_of(self), self.params.get("EngineVersion")
    return ActionResult(
        {
            "DBEngineVersions": [
                engine_version(engine, name, major, version)
                for engine in engines
                for name, major in DATABASES.majors(engine).items()
                for version in major["versions"]
                if wanted in (None, version, name)
            ]
        }
    )


def engine_version(engine, name, major, version):
    return {
        "Engine": engine,
        "EngineVersion": version,
        "MajorEngineVersion": name,
        "DBParameterGroupFamily": major["family"],
        "Status": "available",
        "ValidUpgradeTarget": [
            {
                "Engine": engine,
                "EngineVersion": target,
                "AutoUpgrade": False,
                "IsMajorVersionUpgrade": DATABASES.major(engine, target) != name,
            }
            for target in upgrade_targets(engine, version)
        ],
    }


@adds(RDSResponse)
def describe_db_major_engine_versions(self):
    """When the support of each major ends. When it began is not listed."""
    return ActionResult(
        {
            "DBMajorEngineVersions": [
                {
                    "Engine": engine,
                    "MajorEngineVersion": name,
                    "SupportedEngineLifecycles": [
                        {"LifecycleSupportName": support, "LifecycleSupportEndDate": day(major[key])}
                        for key, support in SUPPORT.items()
                        if major[key]
                    ],
                }
                for engine in engines_of(self)
                for name, major in DATABASES.majors(engine).items()
                if self.params.get("MajorEngineVersion") in (None, name)
            ]
        }
    )


def engines_of(response):
    engine = response.params.get("Engine")
    return [engine] if engine else list(catalogue("databases")["engines"])


def day(text):
    return datetime.fromisoformat(text)
