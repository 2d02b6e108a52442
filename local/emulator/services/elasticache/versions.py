"""ElastiCache: which versions of an engine there are.

Source: Amazon ElastiCache API Reference, DescribeCacheEngineVersions.
"""

from moto.core.responses import ActionResult
from moto.elasticache.responses import ElastiCacheResponse

from ...catalogue import CACHES, catalogue
from ...patch import adds


@adds(ElastiCacheResponse)
def describe_cache_engine_versions(self):
    wanted = self.params.get("Engine")
    return ActionResult(
        {
            "CacheEngineVersions": [
                {"Engine": engine, "EngineVersion": version, "CacheParameterGroupFamily": major["family"]}
                for engine in ([wanted] if wanted else catalogue("caches")["engines"])
                for major in CACHES.majors(engine).values()
                for version in major["versions"]
            ]
        }
    )
