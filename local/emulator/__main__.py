"""python -m emulator --port PORT --directory DIR [--kubernetes PROGRAM [--being-built]]"""

import argparse
import errno
import faulthandler
import logging
import os
import signal
import socket
import sys
from pathlib import Path

HOST = "127.0.0.1"
# The exit code for a port that something else listens on; whoever chose it may choose another.
OCCUPIED = 98
# More than Terraform sends at once: a fault that delays its answer holds a thread.
THREADS = 64


def main():
    arguments = parse_arguments()
    # Where every thread is: for whoever finds it alive and silent, and when it crashes.
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)
    arguments.directory.mkdir(parents=True, exist_ok=True)
    listener = listen(arguments.port)
    logging.basicConfig(
        filename=arguments.directory / "emulator.log",
        format="%(asctime)s %(levelname)s %(message)s",
        level=logging.WARNING,
    )
    # It warns of every request that waits for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    configure_moto(arguments.port)
    # moto reads its settings when it is imported.
    import waitress

    from .authorization.authorizer import AUTHORIZER
    from .authorization.reference import reference
    from .authorization.organization import ORGANIZATION
    from .cluster.clusters import CLUSTERS
    from .cluster.real_node import RealNode
    from .entrance.process import ENTRANCE
    from .calls.expected import answer_requests_without_body
    from .pace import PACE
    from .registry.layers import LAYERS
    from .server import Emulator
    from .servers.servers import SERVERS

    def end(signal_number, _):
        signal.signal(signal_number, signal.SIG_IGN)
        # Nothing is kept between runs, so there is nothing to finish: a request under way may be cut off.
        ENTRANCE.stop()
        CLUSTERS.end()
        SERVERS.end()
        os._exit(0)

    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, end)
    PACE.as_slow_as_aws, PACE.given = arguments.as_slow_as_aws, dict(arguments.pace)
    AUTHORIZER.observes = arguments.observe
    ORGANIZATION.management_account = arguments.management_account or ORGANIZATION.management_account
    ORGANIZATION.account_role = arguments.account_role or ORGANIZATION.account_role
    url = f"http://{HOST}:{arguments.port}"
    if arguments.kubernetes:
        real_node = arguments.node and RealNode(arguments.node.resolve(), arguments.images.resolve(), url)
        CLUSTERS.enable(arguments.kubernetes.resolve(), arguments.directory, url, real_node)
    if arguments.servers:
        SERVERS.enable(arguments.servers, arguments.directory, arguments.authority)
    LAYERS.keep_in(arguments.directory / "layers")
    if arguments.restore:
        restore_snapshot(arguments.restore, url)
    else:
        if arguments.zone:
            ORGANIZATION.has_zone(*arguments.zone)
        if arguments.oidc_provider:
            ORGANIZATION.has_oidc_provider(arguments.oidc_provider)
    if SERVERS.enabled:
        PACE.holds = SERVERS.holds
        SERVERS.start()
    # It takes a moment, which no first call has to wait for.
    reference()
    answer_requests_without_body()
    server = waitress.create_server(Emulator(arguments.directory), sockets=[listener], threads=THREADS)
    if arguments.entrance:
        ENTRANCE.start(
            arguments.entrance.resolve(), arguments.directory, url, arguments.entrance_port or arguments.port + 1
        )
    print(f"emulator: {url}", flush=True)
    server.run()


def parse_arguments():
    parser = argparse.ArgumentParser(prog="python -m emulator", description="AWS on this machine, for local deploys")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--directory", type=Path, required=True, help="for requests.jsonl and emulator.log")
    parser.add_argument(
        "--kubernetes",
        type=Path,
        metavar="PROGRAM",
        help="runs the Kubernetes API of each EKS cluster; without it nothing listens at a cluster's endpoint",
    )
    parser.add_argument(
        "--being-built",
        action="store_true",
        help="PROGRAM need not be there yet: clusters are ACTIVE without an API, and get it when PROGRAM is there",
    )
    parser.add_argument(
        "--entrance",
        type=Path,
        metavar="PROGRAM",
        help="answers as the load balancers do, once it is there; without it no request gets through them",
    )
    parser.add_argument(
        "--entrance-port",
        type=int,
        metavar="PORT",
        help="where that listens, or on the next that is free; default: the one after --port",
    )
    parser.add_argument(
        "--servers",
        type=Path,
        metavar="FOLDER",
        help="runs real servers behind RDS and ElastiCache, with the programs of this folder and of this machine; "
        "without it nothing listens at their endpoints",
    )
    parser.add_argument(
        "--authority",
        type=Path,
        metavar="FOLDER",
        help="keeps the authority that signs the servers' certificates; default: beside DIRECTORY",
    )
    parser.add_argument(
        "--node",
        type=Path,
        metavar="PROGRAMS",
        help="folder of the programs by which each cluster runs containers for real; it need not be there yet",
    )
    parser.add_argument("--images", type=Path, metavar="FOLDER", help="of archives of the images that it runs")
    parser.add_argument("--restore", type=Path, metavar="SNAPSHOT", help="goes on from there; default: with nothing")
    parser.add_argument(
        "--as-slow-as-aws",
        action="store_true",
        help="databases, caches and clusters take minutes; default: a second or a few, see pace.py",
    )
    parser.add_argument(
        "--pace",
        action="append",
        default=[],
        type=pace_of,
        metavar="WORK=SECONDS",
        help="how long one work of pace.py takes; may be given again",
    )
    parser.add_argument(
        "--management-account",
        metavar="ACCOUNT",
        help="every account has a role that this one may take, as AWS Organizations makes it",
    )
    parser.add_argument("--account-role", metavar="NAME", help="of that; default: OrganizationAccountAccessRole")
    parser.add_argument("--zone", nargs=2, metavar=("ID", "DOMAIN"), help="which that account has; default: none")
    parser.add_argument("--oidc-provider", metavar="ARN", help="which that account has; default: none")
    parser.add_argument(
        "--observe",
        action="store_true",
        help="a call that its caller has no right to is recorded (/_emulator/denials), and answered; default: refused",
    )
    arguments = parser.parse_args()
    arguments.authority = arguments.authority or arguments.directory.resolve().parent / "authority"
    program = arguments.kubernetes
    if arguments.node and not arguments.images:
        parser.error("--node needs --images")
    if program and not arguments.being_built and (not os.access(program, os.X_OK) or program.is_dir()):
        parser.error(f"{program} is not a program: build it first, as `npm run local` does")
    return arguments


def pace_of(text):
    from .pace import SECONDS

    work, _, seconds = text.partition("=")
    if work not in SECONDS:
        raise argparse.ArgumentTypeError(f"there is no {work!r} in pace.py; there are: {', '.join(SECONDS)}")
    try:
        return work, float(seconds)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} needs a number of seconds, as in '{work}=2'") from None


def restore_snapshot(directory, url):
    from .control.snapshot import restore

    try:
        restore(directory, url)
    except (OSError, RuntimeError) as error:
        sys.exit(f"emulator: {directory} is no snapshot to go on from: {error}")


def listen(port):
    listener = socket.socket()
    # A port whose last connections are closing is free; without this a restart waits a minute.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        # Two may bind the same port; the second to listen is refused.
        listener.listen(128)
    except OSError as error:
        print(
            f"emulator: cannot listen on {HOST}:{port}: {error.strerror}. Stop what uses it or choose another --port.",
            file=sys.stderr,
        )
        sys.exit(OCCUPIED if error.errno == errno.EADDRINUSE else 1)
    return listener


def configure_moto(port):
    os.environ.update(
        MOTO_PORT=str(port),
        MOTO_ACM_VALIDATION_WAIT="0",
        MOTO_IAM_LOAD_MANAGED_POLICIES="true",
        MOTO_EC2_LOAD_DEFAULT_AMIS="false",
    )


if __name__ == "__main__":
    main()
