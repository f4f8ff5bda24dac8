"""No test talks to anything but this machine."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class TalkedToTheOutside(Exception):
    """A test tried to reach another machine: use a server started for the test."""


def is_here(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_elsewhere(address: Any) -> None:
    """Addresses of sockets in the file system are text or bytes; those of networks begin with a host."""
    if isinstance(address, tuple) and not is_here(str(address[0])):
        raise TalkedToTheOutside(f"Tests may not connect to {address[0]}.")


@contextmanager
def only_this_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, guarded(getattr(socket.socket, method)))
        look_up = socket.getaddrinfo

        def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if name is not None and not is_here(str(name)):
                raise TalkedToTheOutside(f"Tests may not look up {name}.")
            return look_up(host, *rest, **named)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def guarded(method: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        refuse_elsewhere(address)
        return method(self, address)

    return connect
