"""What works on each cluster."""

from ..servers.servers import SERVERS
from .access import Access, prepare_access
from .addons import Addons
from .authorities import Authorities
from .target_group_binding import TargetGroupBindings


def start_controllers(control_plane, api):
    prepare_access(api)
    kinds = [Access, Addons, TargetGroupBindings, *([Authorities] if SERVERS.enabled else [])]
    controllers = [kind(control_plane, api) for kind in kinds]
    for controller in controllers:
        controller.start()
    return controllers
