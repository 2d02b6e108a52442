"""A request that asks whether its body is wanted, and has none.

The AWS CLI and boto3 send `Expect: 100-continue` with each object, an empty one too. waitress answers that, and then
waits for ever for the body of a request that was complete: `HTTPChannel.send_continue` takes back `completed`. A server
may leave out the 100 where there is no body to come (RFC 9110, 10.1.1).
"""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser


class Parser(HTTPRequestParser):
    def received(self, data):
        consumed = super().received(data)
        if self.completed:
            self.expect_continue = False
        return consumed


def answer_requests_without_body():
    HTTPChannel.parser_class = Parser
