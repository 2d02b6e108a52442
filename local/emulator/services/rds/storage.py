"""RDS: how much storage, and how fast.

Source: Amazon RDS User Guide, "Amazon RDS DB instance storage" (gp3, gp2, io1 and io2) and "Managing capacity
automatically with Amazon RDS storage autoscaling".
"""

from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue

# GiB of a MySQL or PostgreSQL instance.
SMALLEST = {"gp3": 20, "gp2": 20, "io1": 100, "io2": 100, "standard": 5}
LARGEST = 65536
# From here on a gp3 disk is striped over four volumes.
STRIPED_GIB = 400
# IOPS, MiB/s.
BASELINE, STRIPED_BASELINE, STRIPED_MOST = (3000, 125), (12_000, 500), (64_000, 4000)
MOST_IOPS_PER_GIB = 500


def check_size(engine, storage_type, size):
    if not SMALLEST.get(storage_type, 5) <= size <= LARGEST:
        raise InvalidParameterValue(
            f"Invalid storage size for engine name {engine} and storage type {storage_type}: {size}"
        )


def performance(engine, storage_type, size, iops, throughput):
    """-> (IOPS, MiB/s) that RDS reads back. What it refuses is raised."""
    if storage_type != "gp3":
        if storage_type in ("io1", "io2") and not iops:
            raise InvalidParameterCombination(f"You must specify IOPS for storage type {storage_type}.")
        if storage_type == "gp2" and iops:
            raise InvalidParameterCombination("You can't specify IOPS for storage type gp2.")
        return iops, None
    if size < STRIPED_GIB:
        # What it has anyway may be sent, and is by the provider.
        if (iops or BASELINE[0], throughput or BASELINE[1]) != BASELINE:
            raise InvalidParameterCombination(
                f"You can't specify IOPS or storage throughput for engine {engine} and a storage size less than "
                f"{STRIPED_GIB}."
            )
        return BASELINE
    iops, throughput = iops or STRIPED_BASELINE[0], throughput or STRIPED_BASELINE[1]
    if not STRIPED_BASELINE[0] <= iops <= min(STRIPED_MOST[0], MOST_IOPS_PER_GIB * size):
        raise InvalidParameterCombination(
            f"The IOPS of {size} GiB must be {STRIPED_BASELINE[0]} to {STRIPED_MOST[0]}, and are {iops}."
        )
    if not STRIPED_BASELINE[1] <= throughput <= min(STRIPED_MOST[1], iops / 4):
        raise InvalidParameterCombination(
            f"The storage throughput must be {STRIPED_BASELINE[1]} to {STRIPED_MOST[1]} MiB/s and at most a quarter of "
            f"the IOPS, and is {throughput}."
        )
    return iops, throughput


def check_ceiling(ceiling, size):
    """The same as the size turns autoscaling off."""
    if ceiling is not None and ceiling != size and ceiling < size * 1.1:
        raise InvalidParameterCombination("Max storage size must be greater than storage size")


def grown(current, wanted):
    """RDS grows by a tenth at least, and rounds up to that."""
    if wanted < current:
        raise InvalidParameterValue(f"Requested size {wanted} GB is smaller than current size {current} GB")
    return wanted if wanted == current else max(wanted, -(-current * 11 // 10))
