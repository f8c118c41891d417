"""From what a person writes to a link: a serial port's path, or socket://host:port."""

from urllib.parse import urlsplit

from hardware.errors import LinkFailed
from hardware.links.link import Link
from hardware.links.serial import SerialLink
from hardware.links.tcp import TcpLink


def link_to(port: str) -> Link:
    """Make the link a port's name means; nothing is opened yet."""
    if "://" not in port:
        return SerialLink(port)
    try:
        parts = urlsplit(port)
        host, number = parts.hostname, parts.port
    except ValueError as error:
        raise LinkFailed(f"{port} is no address: {error}") from error
    if parts.scheme != "socket" or not host or not number:
        raise LinkFailed(f"{port} is no serial port and not socket://host:port")
    return TcpLink(host, number)
