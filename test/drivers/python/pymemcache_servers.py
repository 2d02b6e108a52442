import os
import ssl

from answer import answer
from pymemcache import HashClient

servers = os.environ["MEMCACHED_SERVERS"].split(",")
tls = ssl.create_default_context(cafile=os.environ["CA_FILE"])
client = HashClient(servers, tls_context=tls)

key = os.environ["MEMCACHED_PREFIX"] + "name"


def ask():
    client.set(key, "anybody", noreply=False)
    return client.get(key).decode()


answer(ask)
