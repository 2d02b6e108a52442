"""States that last."""

from ..pace import SECONDS, Pace
from .conftest import Account, start_and_wait

WORK = "ec2 nat gateway created"


class Clock:
    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr("emulator.pace.time.time", lambda: self.now)


def test_a_state_lasts_as_long_as_the_table_says(monkeypatch):
    clock, pace, thing = Clock(monkeypatch), Pace(), {}
    pace.begin(thing, "pending", "available", WORK)
    clock.now += SECONDS[WORK][0] - 0.1
    pace.catch_up()
    assert thing["status"] == "pending"
    clock.now += 0.2
    pace.catch_up()
    assert thing["status"] == "available"


def test_a_thing_that_was_deleted_meanwhile_does_not_come_to_life(monkeypatch):
    clock, pace, thing = Clock(monkeypatch), Pace(), {}
    pace.begin(thing, "pending", "available", WORK)
    thing["status"] = "deleted"
    clock.now += 100
    pace.catch_up()
    assert thing["status"] == "deleted"


def test_what_is_still_to_come_is_saved(monkeypatch):
    clock, pace, thing, other = Clock(monkeypatch), Pace(), {}, Pace()
    pace.begin(thing, "pending", "available", WORK)
    other.restore(pace.save())
    clock.now += 100
    other.catch_up()
    assert thing["status"] == "available"


def test_a_clock_that_was_put_forward_makes_nothing_last_longer_after_a_snapshot(monkeypatch):
    clock, pace, thing, other = Clock(monkeypatch), Pace(), {}, Pace()
    pace.go_forward(100)
    pace.begin(thing, "pending", "available", WORK)
    other.restore(pace.save())
    clock.now += SECONDS[WORK][0] + 0.1
    other.catch_up()
    assert thing["status"] == "available"


def test_an_emulator_can_be_as_slow_as_aws(tmp_path, account_numbers):
    emulator = start_and_wait(tmp_path, "--as-slow-as-aws")
    try:
        account = Account(emulator, str(next(account_numbers)))
        ec2 = account.client("ec2")
        nat = ec2.create_nat_gateway(SubnetId=account.subnets()[0], ConnectivityType="private")["NatGateway"]
        for seconds, state in ((SECONDS[WORK][0] + 1, "pending"), (SECONDS[WORK][1], "available")):
            emulator.control("POST", "clock", {"seconds": seconds})
            found = ec2.describe_nat_gateways(NatGatewayIds=[nat["NatGatewayId"]])["NatGateways"]
            assert [gateway["State"] for gateway in found] == [state]
    finally:
        emulator.process.terminate()
        emulator.process.wait()
