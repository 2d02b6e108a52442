"""IAM Access Analyzer, which moto lacks: analyzers and their tags, for aws_accessanalyzer_analyzer. They find nothing."""

import re
import sys
from datetime import datetime, timezone
from types import ModuleType
from urllib.parse import unquote

from moto import backend_index
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from ..calls.errors import EmulatorError

NAME = "accessanalyzer"
# Source: IAM User Guide, "IAM Access Analyzer quotas": analyzers of one type in an account and Region.
MOST_OF_A_TYPE = 1


class AccessAnalyzerBackend(BaseBackend):
    def __init__(self, region_name, account_id):
        super().__init__(region_name, account_id)
        self.analyzers = {}


class AccessAnalyzerResponse(BaseResponse):
    def __init__(self):
        super().__init__(service_name=NAME)
        self.automated_parameter_parsing = True

    @property
    def analyzers(self):
        return accessanalyzer_backends[self.current_account][self.region].analyzers

    def create_analyzer(self):
        name, kind = self.params["analyzerName"], self.params["type"]
        if name in self.analyzers:
            raise EmulatorError("ConflictException", f"Analyzer {name} already exists")
        if sum(analyzer["type"] == kind for analyzer in self.analyzers.values()) >= MOST_OF_A_TYPE:
            raise EmulatorError("ServiceQuotaExceededException", "You have exceeded the maximum number of analyzers")
        arn = f"arn:aws:access-analyzer:{self.region}:{self.current_account}:analyzer/{name}"
        self.analyzers[name] = {
            "arn": arn,
            "name": name,
            "type": kind,
            "createdAt": datetime.now(timezone.utc),
            "status": "ACTIVE",
            "tags": dict(self.params.get("tags") or {}),
        }
        return ActionResult({"arn": arn})

    def get_analyzer(self):
        return ActionResult({"analyzer": self.find(self.params["analyzerName"])})

    def list_analyzers(self):
        kind = self.params.get("type")
        found = [analyzer for analyzer in self.analyzers.values() if kind in (None, analyzer["type"])]
        return ActionResult({"analyzers": found})

    def delete_analyzer(self):
        del self.analyzers[self.find(self.params["analyzerName"])["name"]]
        return EmptyResult()

    def tag_resource(self):
        self.tags().update(self.params["tags"])
        return EmptyResult()

    def untag_resource(self):
        for key in self.params["tagKeys"]:
            self.tags().pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self):
        return ActionResult({"tags": self.tags()})

    def tags(self):
        return self.find(unquote(self.params["resourceArn"]).rpartition("/")[2])["tags"]

    def find(self, name):
        if name not in self.analyzers:
            raise EmulatorError("ResourceNotFoundException", f"Analyzer {name} does not exist")
        return self.analyzers[name]


def register():
    """Under the names that moto finds a service by: a package with its backends, and its paths beside them."""
    package, models, urls = (ModuleType(f"moto.{NAME}{part}") for part in ("", ".models", ".urls"))
    AccessAnalyzerBackend.__module__ = models.__name__
    models.AccessAnalyzerBackend = AccessAnalyzerBackend
    urls.url_bases = [r"https?://access-analyzer\.(.+)\.amazonaws\.com"]
    paths = ("{0}/analyzer$", "{0}/analyzer/(?P<name>[^/]+)$", "{0}/tags/(?P<arn>.+)$")
    urls.url_paths = {path: AccessAnalyzerResponse.dispatch for path in paths}
    for module in (package, models, urls):
        sys.modules[module.__name__] = module
    backends = BackendDict(AccessAnalyzerBackend, NAME)
    models.accessanalyzer_backends = package.accessanalyzer_backends = backends
    backend_index.backend_url_patterns.append((NAME, re.compile(urls.url_bases[0])))
    return backends


accessanalyzer_backends = register()
