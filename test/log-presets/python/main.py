import logging
import sys

from pythonjsonlogger.json import JsonFormatter

handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(JsonFormatter("%(levelname)s %(name)s %(message)s"))
logging.basicConfig(level=logging.INFO, handlers=[handler])
logger = logging.getLogger("report")
errors, infos = (int(text) for text in sys.argv[1:])
for line in range(infos):
    logger.info("fine", extra={"line": line})
for _ in range(errors):
    try:
        raise ConnectionError("no connection")
    except ConnectionError:
        logger.exception("order failed")
