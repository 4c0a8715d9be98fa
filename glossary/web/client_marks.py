"""Marks by which limits know who asks, without anybody's address being kept."""

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request


def address_mark() -> str:
    """Return a keyed hash of the address of the client; limits need no more.

    Of an IPv6 address it is that of its network: whoever has one has 2⁶⁴ of them.
    """
    client = request.remote_addr or ""
    try:
        address = ip_address(client.partition("%")[0])
        if isinstance(address, IPv6Address):
            network = ip_network((address, 64), strict=False)
            client = str(address.ipv4_mapped or network)
    except ValueError:
        client = client[:100]
    return keyed_mark(client)


def keyed_mark(text: str) -> str:
    """Return a hash of a text that only this site can make."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
