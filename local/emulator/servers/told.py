"""What is said of a server."""

from .programs import NAMES, stands_in


def reached(keeper, addresses):
    """[{name, address, port, at, pid, engine, version, asked}], one for each host name; none while it cannot be reached."""
    wanted, server = keeper.desired, keeper.server
    if server is None or not server.can_be_reached():
        return []
    return [
        {
            "name": name,
            # Where it is in the VPC. None without a subnet group.
            "address": addresses.of(name, wanted.subnets),
            "port": wanted.port,
            # Where it listens on this machine.
            "at": f"127.0.0.1:{server.port}",
            "pid": server.pid,
            "engine": server.program.engine,
            "version": server.program.version,
            "asked": f"{wanted.engine} {wanted.version}",
        }
        for name in wanted.names
    ]


def sentence(keeper):
    """What is real, what stands in for what, what is simulated and why."""
    wanted, server = keeper.desired, keeper.server
    asked = f"{NAMES[wanted.engine]} {wanted.version}"
    is_running = server is not None and server.is_running()
    if keeper.problem:
        failed = "could not do all that was asked" if is_running else "is simulated"
        return f"{wanted.title}: {asked} {failed}: {keeper.problem}"
    if server is None or keeper.applied is None:
        return f"{wanted.title}: {asked} starts"
    title = server.program.title
    if stands_in(server.program, wanted.engine, wanted.version):
        return f"{wanted.title}: {title} stands in for {asked}, which this machine does not have"
    return f"{wanted.title}: {title}"
