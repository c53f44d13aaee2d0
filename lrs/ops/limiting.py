"""Token buckets in this process's memory: who may go on, and who has to wait.

A bucket holds a minute's worth and fills evenly. What is kept of one is a single number, the moment
at which it will be full again: a bucket that is full is not kept at all.
"""

from __future__ import annotations

import ipaddress
import threading
from operator import itemgetter

_MINUTE = 60.0


class Buckets:
    """Buckets by name. Threads may share them; the clock comes as an argument, in seconds.

    No more than `most` are kept. Where more are in use at a time, those that are nearest to being
    full are forgotten, which is to their favour.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._full_at: dict[str, float] = {}
        self._guard = threading.Lock()

    def wait(self, name: str, a_minute: int, moment: float) -> float:
        """Seconds until the bucket holds something to take; 0 if it does. Nothing is taken."""
        return _wait(self._full_at.get(name, moment), moment, _MINUTE / a_minute)

    def take(self, name: str, a_minute: int, moment: float) -> float:
        """Take one out of a bucket of `a_minute`; where it is empty, the seconds until it is not.

        0 means granted. What is refused takes nothing.
        """
        step = _MINUTE / a_minute
        with self._guard:
            full_at = max(self._full_at.get(name, moment), moment)
            wait = _wait(full_at, moment, step)
            if wait:
                return wait
            if len(self._full_at) >= self._most and name not in self._full_at:
                self._forget(moment)
            self._full_at[name] = full_at + step
            return 0.0

    def __len__(self) -> int:
        return len(self._full_at)

    def _forget(self, moment: float) -> None:
        """Make room: full buckets go, and if all are in use, the half that is nearest to full."""
        used = [entry for entry in self._full_at.items() if entry[1] > moment]
        if len(used) >= self._most:
            used = sorted(used, key=itemgetter(1))[self._most // 2 :]
        self._full_at = dict(used)


def neighbours(address: str) -> str:
    """The name under which those at a remote address are counted.

    Of IPv6 it is the network of 64 bits, since whoever has one address there has them all.
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((int(known) >> 64 << 64, 64)))


def _wait(full_at: float, moment: float, step: float) -> float:
    wait = full_at - moment - _MINUTE + step
    return wait if wait > step / 1000 else 0.0  # sums of steps are not exact
