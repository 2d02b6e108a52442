"""Where the additions to a service of moto are."""


def service_file(folder, service):
    """The file's path below `services/`, whose path is `folder`. A service of several files has a folder of its name."""
    return f"{service}/{service}.py" if (folder / service).is_dir() else f"{service}.py"
