"""Names of the parameters that a cache's engine lets its user set.

Source: Amazon ElastiCache User Guide, "Valkey and Redis OSS parameters" and "Memcached specific parameters", of all
versions together. ElastiCache publishes no list for download: `aws elasticache describe-engine-default-parameters`
answers it, with an account. A parameter that ElastiCache has and that is missing here is to be added.
"""

REDIS = """
acl-pubsub-default acllog-max-len active-defrag-cycle-max active-defrag-cycle-min active-defrag-ignore-bytes
active-defrag-max-scan-fields active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort
activedefrag activerehashing appendonly appendfsync client-output-buffer-limit-normal-hard-limit
client-output-buffer-limit-normal-soft-limit client-output-buffer-limit-normal-soft-seconds
client-output-buffer-limit-pubsub-hard-limit client-output-buffer-limit-pubsub-soft-limit
client-output-buffer-limit-pubsub-soft-seconds client-query-buffer-limit close-on-replica-write close-on-slave-write
cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-enabled cluster-require-full-coverage
cluster-slot-stats-enabled commandlog-execution-slower-than commandlog-large-reply-max-len
commandlog-large-request-max-len commandlog-reply-larger-than commandlog-request-larger-than
commandlog-slow-execution-max-len databases cluster-databases extended-redis-compatibility hash-max-listpack-entries
hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value hide-user-data-from-log hll-sparse-max-bytes
import-mode latency-tracking lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del
lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor list-compress-depth
list-max-listpack-size list-max-ziplist-entries list-max-ziplist-value lua-replicate-commands maxmemory-clients
maxmemory-policy maxmemory-samples maxmemory-eviction-tenacity min-replicas-max-lag min-replicas-to-write
min-slaves-max-lag min-slaves-to-write notify-keyspace-events proto-max-bulk-len rdb-version-check rename-commands
repl-backlog-size repl-backlog-ttl repl-timeout replica-lazy-flush reserved-memory reserved-memory-percent
search-fanout-target-mode search-default-timeout-ms search-enable-partial-results set-max-intset-entries
set-max-listpack-entries set-max-listpack-value slave-allow-chaining slowlog-log-slower-than slowlog-max-len
stream-node-max-bytes stream-node-max-entries tcp-keepalive timeout tracking-table-max-keys zset-max-listpack-entries
zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value
"""
MEMCACHED = """
backlog_queue_limit binding_protocol cas_disabled chunk_size chunk_size_growth_factor config_max config_size_max
disable_flush_all error_on_memory_exhausted expirezero_does_not_evict hash_algorithm hashpower_init hot_lru_pct
idle_timeout large_memory_pages lock_down_paged_memory lru_crawler lru_maintainer max_item_size max_reserved_memory
max_simultaneous_connections maximize_core_file_limit maxconns_fast memcached_connections_overhead modern
requests_per_event resp_obj_mem_limit slab_automove slab_chunk_max slab_reassign slabs_chunk_max track_sizes
warm_lru_pct watcher_logbuf_size worker_logbuf_size
"""
POLICIES = {
    "volatile-lru",
    "allkeys-lru",
    "volatile-lfu",
    "allkeys-lfu",
    "volatile-random",
    "allkeys-random",
    "volatile-ttl",
    "noeviction",
}
ALLOWED = {"maxmemory-policy": POLICIES}


def names(family):
    return {*(MEMCACHED if family.startswith("memcached") else REDIS).split()}
