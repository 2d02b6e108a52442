"""How long each state lasts in which AWS is still busy with a thing.

    begin(instance, "creating", "available", "rds instance created")

says `creating` now and `available` when the time of that work is over. Nothing runs beside the calls: what is due
happens before the next one is answered (`catch_up`), so that a snapshot has what is still to come. Its clock can be put
forward (`POST /_emulator/clock`), so that tests see each state without waiting for its end.
"""

import time
from heapq import heappop, heappush
from itertools import count

# Work: seconds by default, seconds in AWS (typical, for --as-slow-as-aws). Short by default, and no longer than what
# the provider waits in any case before it looks: `npm run local` must not get slower.
SECONDS = {
    "backup job done": (1, 600),
    "ec2 nat gateway created": (2, 100),
    "eks cluster created": (2, 540),
    "eks cluster updated": (1, 120),
    "eks cluster deleted": (1, 180),
    "eks add-on created": (1, 30),
    "eks add-on updated": (1, 30),
    # The last events of a control plane are delivered after it is gone, and EKS makes the log group for them again.
    "eks last logs delivered": (5, 60),
    # "several seconds": Amazon EKS User Guide, "Learn how EKS Pod Identity grants pods access to AWS services".
    "eks pod identity effective": (2, 8),
    "elasticache cache created": (2, 420),
    "elasticache cache modified": (2, 300),
    "elasticache cache deleted": (2, 240),
    "elasticache user modified": (1, 10),
    "elasticache user group created": (1, 15),
    "elasticache user group modified": (1, 15),
    "elbv2 load balancer created": (1, 120),
    "firehose stream created": (1, 60),
    "iam identity effective": (2, 15),
    "rds instance created": (3, 420),
    "rds instance modified": (2, 120),
    "rds instance deleted": (3, 240),
    "rds master password changed": (1, 30),
    # The first of a server takes the longest: the later ones have what has changed.
    "elasticache snapshot created": (1, 300),
    "rds snapshot created": (1, 300),
    # Two days in AWS, whatever the pace.
    "sns subscription that nobody confirmed removed": (172_800, 172_800),
    # The provider tries for 70 seconds.
    "sqs name of a queue free again": (2, 60),
}
# How long what is due waits for a real server until it looks again.
HELD_S = 0.1


class Pace:
    def __init__(self):
        self.as_slow_as_aws = False
        # {work: seconds} that count in place of the table's.
        self.given = {}
        self._due, self._order, self._ahead = [], count(), 0.0
        # Whether a thing is not done yet, though its time is over: a real server behind it still starts.
        self.holds = lambda thing: False

    def seconds(self, work):
        return self.given.get(work, SECONDS[work][1 if self.as_slow_as_aws else 0])

    def now(self):
        return time.time() + self._ahead

    def go_forward(self, seconds):
        self._ahead += seconds

    def after(self, work, function, *arguments):
        """Calls the function when the work is done. It and its arguments must be such that pickle can save them."""
        self.at(self.now() + self.seconds(work), function, *arguments)

    def at(self, due, function, *arguments):
        """The same when `now()` is that time."""
        heappush(self._due, (due, next(self._order), function, arguments))

    def begin(self, thing, state, settled, work, attribute="status"):
        """`thing` is an object or a dict. A later `begin` of it wins, and so does whoever sets another state."""
        write(thing, attribute, state)
        self.after(work, settle, thing, attribute, state, settled)

    def held(self, thing, function, *arguments):
        """Whether what is due for a thing has to wait. The function is then called again."""
        if not self.holds(thing):
            return False
        self.at(self.now() + HELD_S, function, *arguments)
        return True

    def catch_up(self):
        """Does what is due by now. MOTO must be held."""
        while self._due and self._due[0][0] <= self.now():
            _, _, function, arguments = heappop(self._due)
            function(*arguments)

    def save(self):
        """What is still to come, for a snapshot, whose clock is not ahead."""
        return [(due - self._ahead, function, arguments) for due, _, function, arguments in sorted(self._due, key=lambda e: e[:2])]

    def restore(self, saved):
        for due, function, arguments in saved:
            heappush(self._due, (due, next(self._order), function, arguments))


def settle(thing, attribute, state, settled):
    if read(thing, attribute) == state and not PACE.held(thing, settle, thing, attribute, state, settled):
        write(thing, attribute, settled)


def read(thing, attribute):
    return thing.get(attribute) if isinstance(thing, dict) else getattr(thing, attribute, None)


def write(thing, attribute, value):
    if isinstance(thing, dict):
        thing[attribute] = value
    else:
        setattr(thing, attribute, value)


PACE = Pace()
begin, after = PACE.begin, PACE.after
