"""Which addresses may be visited: judged by their form, then by the numbers they stand for."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import SourceError
from rag.ingest.web.addresses import is_public, joined, look_up, parse_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://ellis.example", "http://ellis.example/"),
        (" HTTPS://Ellis.Example:443/a?b=c#d ", "https://ellis.example/a?b=c"),
        ("https://ellis.example:8080/a b".replace(" ", "%20"), "https://ellis.example:8080/a%20b"),
        ("https://ellis.example/brücke?q=ü", "https://ellis.example/br%C3%BCcke?q=%C3%BC"),
        ("https://brücke.example/", "https://xn--brcke-lva.example/"),
        ("http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://ellis.example./", "http://ellis.example./"),
    ],
)
def test_an_address_is_taken_apart_and_comes_back_in_ascii(url: str, expected: str) -> None:
    assert str(parse_address(url)) == expected
    assert str(parse_address(expected)) == expected


@pytest.mark.parametrize("scheme", ["file", "data", "ftp", "javascript", "gopher", "ws", "feed", ""])
def test_only_http_and_https_are_fetched(scheme: str) -> None:
    with pytest.raises(SourceError, match="Only http and https addresses are fetched"):
        parse_address(f"{scheme}://ellis.example/a")


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.5/",
        "http://1.2.3.4.5/",
        "http://ellis.example.0x10/",
        "http://①②⑦.⓪.⓪.①:80/".replace("①②⑦", "١٢٧"),
        "http://user@127.0.0.1/",
        "http://ellis.example@10.0.0.1/",
        "http://ellis.example:80@10.0.0.1/",
        "http://ellis.example\\@10.0.0.1/",
        "http://ellis.example /",
        "http://ellis\t.example/\n",
        "http://ellis.example/a b",
        "http://[::1/",
        "http://[fe80::1%25eth0]x/",
        "http://ellis.example:99999/",
        "http://ellis.example:0/",
        "http:///a",
        "http://:80/",
        "http://-/",
        "http://" + "a" * 300 + ".example/",
        "http://ellis.example/" + "a" * 5000,
    ],
)
def test_an_address_written_to_mislead_is_refused(url: str) -> None:
    with pytest.raises(SourceError):
        parse_address(url)


@pytest.mark.parametrize(
    "number",
    """127.0.0.1 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 0.0.0.0
    0.1.2.3 100.64.0.1 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
    255.255.255.255 ::1 :: ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:7f00:1 ::127.0.0.1 fe80::1
    fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 64:ff9b::a00:1 64:ff9b::7f00:1 2002:a00:1:: 2002:7f00:1::
    2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 100::1 localhost 2130706433 0x7f.1 127.1 010.0.0.1""".split(),
)
def test_numbers_that_are_not_public_are_refused(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_numbers_are_allowed(number: str) -> None:
    assert is_public(number)


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_judged_as_what_it_wraps(number: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{number}")
    assert is_public(str(mapped)) == is_public(str(number))
    if number.is_private or number.is_multicast:
        assert not is_public(str(number))


@given(st.text(max_size=60) | st.text(alphabet="http:/@.[]01xa%#?\\", max_size=30).map("http://".__add__))
def test_any_text_is_an_address_in_ascii_or_a_source_error(text: str) -> None:
    try:
        address = parse_address(text)
    except SourceError:
        return
    assert address.host and str(address).isascii()
    assert parse_address(str(address)) == address


@given(st.text(max_size=40))
def test_any_redirect_leads_to_an_address_or_a_source_error(location: str) -> None:
    with contextlib.suppress(SourceError):
        assert parse_address(joined(parse_address("https://ellis.example/a/b?c"), location)).host


def test_names_of_this_machine_stand_for_numbers_that_are_refused() -> None:
    assert look_up("localhost", 80)
    assert not any(map(is_public, look_up("localhost", 80)))
