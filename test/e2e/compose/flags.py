"""In the place of AppConfig's agent in its local development mode."""

import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(os.environ["LOCAL_DEVELOPMENT_DIRECTORY"])


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = re.fullmatch(r"/applications/([^/]+)/environments/([^/]+)/configurations/([^/]+)", self.path)
        file = FOLDER / f"{':'.join(path.groups())}.json" if path else None
        found = file is not None and file.exists()
        self.send_response(200 if found or self.path == "/ping" else 404)
        self.send_header("content-type", "application/json")
        self.end_headers()
        if found:
            self.wfile.write(file.read_bytes())

    def log_message(self, *_):
        pass


ThreadingHTTPServer((os.environ["HTTP_HOST"], int(os.environ["PORT"])), Handler).serve_forever()
