"""Stands in for AppConfig's agent where its image can't be had: serves configurations, and polls for changes.

Source: AWS AppConfig User Guide, "Using AWS AppConfig Agent with Amazon ECS and Amazon EKS".
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.session

POLL_SECONDS = int(os.environ.get("POLL_INTERVAL", "45"))


class Configuration:
    """The last known content of one configuration, which stays while AppConfig can't be reached."""

    def __init__(self, client, application, environment, profile):
        self.content = None
        self._client, self._token = client, None
        self._names = {
            "ApplicationIdentifier": application,
            "EnvironmentIdentifier": environment,
            "ConfigurationProfileIdentifier": profile,
        }
        self._poll()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        while True:
            # What was never there is looked for more often.
            time.sleep(POLL_SECONDS if self.content else 1)
            self._poll()

    def _poll(self):
        try:
            if self._token is None:
                self._token = self._client.start_configuration_session(**self._names)["InitialConfigurationToken"]
            answer = self._client.get_latest_configuration(ConfigurationToken=self._token)
        except Exception as error:
            self._token = None
            say("WARN", f"{'/'.join(self._names.values())}: {error}")
            return
        self._token = answer["NextPollConfigurationToken"]
        # It is empty as long as nothing has changed.
        if body := answer["Configuration"].read():
            self.content = (answer["ContentType"], body)


class Configurations:
    def __init__(self):
        region = os.environ.get("SERVICE_REGION")
        self._client = botocore.session.get_session().create_client("appconfigdata", region_name=region)
        self._known, self._lock = {}, threading.Lock()

    def get(self, *names):
        with self._lock:
            if names not in self._known:
                self._known[names] = Configuration(self._client, *names)
            return self._known[names].content


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    configurations = None

    def do_GET(self):
        path = self.path.partition("?")[0].strip("/").split("/")
        if path == ["ping"]:
            return self._answer(200, "text/plain", b"healthy")
        if len(path) != 6 or path[::2] != ["applications", "environments", "configurations"]:
            return self._answer(404, "text/plain", b"not found")
        content = self.configurations.get(*path[1::2])
        return self._answer(200, *content) if content else self._answer(504, "text/plain", b"not known yet")

    def log_message(self, *_):
        pass

    def _answer(self, status, content_type, body):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def say(level, message):
    print(json.dumps({"level": level, "message": message}), file=sys.stderr, flush=True)


def main():
    host, port = os.environ.get("HTTP_HOST", "localhost"), int(os.environ.get("HTTP_PORT", "2772"))
    Handler.configurations = Configurations()
    server = ThreadingHTTPServer((host, port), Handler)
    say("INFO", f"stands in for the AWS AppConfig Agent at {host}:{port}")
    for names in filter(None, os.environ.get("PREFETCH_LIST", "").split(",")):
        Handler.configurations.get(*names.split(":"))
    server.serve_forever()


if __name__ == "__main__":
    main()
