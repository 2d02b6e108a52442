"""What works on each cluster."""

from .access import Access, prepare_access
from .addons import Addons
from .target_group_binding import TargetGroupBindings


def start_controllers(control_plane, api):
    prepare_access(api)
    controllers = [kind(control_plane, api) for kind in (Access, Addons, TargetGroupBindings)]
    for controller in controllers:
        controller.start()
    return controllers
