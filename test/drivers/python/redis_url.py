import os

import redis
from answer import answer

client = redis.Redis.from_url(os.environ["REDIS_URL"], ssl_ca_certs=os.environ["CA_FILE"])

answer(client.acl_whoami)
