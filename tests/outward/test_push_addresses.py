"""A phone names an address that this server then speaks to: only a push service out on the internet, with its keys."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from schemas.wire import AlarmAddress
from server.errors import Invalid
from server.outward.push import line, rules
from server.outward.push.sealed import sealed
from server.vault import p256
from tests.outward.ringing import Subscription

GOOD = Subscription("https://push.example.com/send/1").address
INSIDE = [
    "http://push.example.com/1",
    "https://localhost/1",
    "https://127.0.0.1/1",
    "https://[::1]/1",
    "https://2130706433/1",
    "https://0x7f.1/1",
    "https://intranet/1",
    "https://push.internal/1",
    "https://printer.local./1",
    "https://push.example.com:8443/1",
    "https://somebody@push.example.com/1",
    "https://push.example.com:x/1",
    "ftp://push.example.com/1",
    "//push.example.com/1",
    "https://pu\u0455h.example.com/1",
    "https:///1",
]


@pytest.mark.parametrize("endpoint", INSIDE)
def test_an_address_that_is_no_public_https_name_is_refused(endpoint):
    rules.check_address(AlarmAddress(**GOOD), frozenset())

    with pytest.raises(Invalid):
        rules.check_address(AlarmAddress(**GOOD | {"endpoint": endpoint}), frozenset())


@pytest.mark.parametrize("wrong", [{"p256dh": "AAAA"}, {"p256dh": "A" * 87}, {"auth": "AAAA"}, {"auth": "="}])
def test_keys_that_are_none_are_refused(wrong):
    with pytest.raises(Invalid):
        rules.check_address(AlarmAddress(**GOOD | wrong), frozenset())


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "ff02::1"),
        *(
            "192.0.0.8",
            "fec0::1",
            "::127.0.0.1",
            "64:ff9b:1::5db8:d70e",
            "5f00::1",
            "3fff::1",
            "2001::1",
            "2002:5db8::1",
        ),
    ],
)
def test_an_address_inside_is_told_from_one_outside(address):
    assert not rules.is_public(address)
    assert rules.is_public("93.184.215.14")
    assert rules.is_public("2606:2800:21f::1")
    assert rules.is_public("64:ff9b::5db8:d70e"), "behind a translator"


async def test_a_name_that_leads_inside_is_not_connected_to(service):
    url = service.origin.replace("127.0.0.1", "localhost")

    with pytest.raises(line.LeadsInside):
        await line.post(url, {}, b"", own=frozenset())

    assert service.asked == []
    assert (await line.post(url, {}, b"", own=frozenset({url})))[0] == 201


async def test_names_are_looked_up_in_nobody_elses_threads(service):
    """Whoever gives a name that is never answered for holds up lookups alone."""
    spent = ThreadPoolExecutor(1)
    spent.shutdown()
    asyncio.get_running_loop().set_default_executor(spent)
    url = service.origin.replace("127.0.0.1", "localhost")

    status, _ = await line.post(url, {}, b"", own=frozenset({url}))

    assert status == 201


def test_the_example_of_the_standard_comes_out_byte_for_byte():
    """RFC 8291, appendix A."""
    address = AlarmAddress(
        endpoint="https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
    )
    private = p256.from_raw(p256.decode64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))

    body = sealed(
        address,
        "When I grow up, I want to be a watermelon",
        private=private,
        salt=p256.decode64("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert p256.encode64(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
