"""The workers of dask: those of a scheduler, or a cluster of this machine's processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.bulk.version import Versions
from schemas.errors import ConfigurationError, EnvironmentFault

if TYPE_CHECKING:
    from distributed import Client

_CONNECT = 30


def connected(address: str | None, workers: int) -> Client:
    """A client of the scheduler at ``address``, or of ``workers`` processes begun here; to be used as a context.

    Raises EnvironmentFault where no scheduler answers or none works for it.
    """
    import dask
    from distributed import Client, LocalCluster

    dask.config.set({"distributed.worker.daemon": False})
    if address is None:
        client = Client(LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None))
    else:
        try:
            client = Client(address, timeout=_CONNECT)
        except (OSError, ValueError) as error:  # TimeoutError is one of the former
            raise EnvironmentFault(
                address, f"no scheduler answers ({error}); start one with `dask scheduler`"
            ) from error
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as error:
        client.close()
        raise EnvironmentFault(
            str(address), "the scheduler has no workers; start some with `dask worker ADDRESS`"
        ) from error
    return client


def dead(address: str | None, error: Exception) -> EnvironmentFault:
    """What is told of workers that die again and again."""
    return EnvironmentFault(str(address), f"its workers die: {error}; look at them")


def expect(program: str) -> None:
    """Refuse to work for another version of shengjun; called in the worker. Raises ConfigurationError."""
    if Versions()[""] != program:
        raise ConfigurationError(
            "a worker of the cluster has another version of shengjun; install the same on all"
        )
