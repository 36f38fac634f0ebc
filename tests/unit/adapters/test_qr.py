"""QR codes are read by the decoder of the door, also when they have suffered."""

import random
import re
from io import BytesIO

import pytest
import qrcode
import zxingcpp
from PIL import Image, ImageDraw

from ortenaudigital.adapters import qr
from ortenaudigital.adapters.qr_encoding import LEVEL

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
HOSTS = ("http://localhost:8000", "https://tickets.ortenau-digital.example", "https://t.example")


def addresses(number: int) -> list[str]:
    chosen = random.Random(61)
    codes = ("".join(chosen.choices(LETTERS, k=26)) for _ in range(number))
    return [f"{HOSTS[n % len(HOSTS)]}/t/{code}" for n, code in enumerate(codes)]


def read(picture: Image.Image) -> zxingcpp.Barcode | None:
    return zxingcpp.read_barcode(picture.convert("L"))


def drawn(address: str) -> Image.Image:
    return Image.open(BytesIO(qr.png(address)))


def test_every_code_is_read_as_what_it_says() -> None:
    for address in addresses(60):
        found = read(drawn(address))
        assert found is not None
        assert found.text == address


def test_a_code_with_a_hole_in_it_is_read() -> None:
    # What correction M is for: a thumb, a fold, an empty cartridge.
    for address in addresses(30):
        picture = drawn(address).convert("L")
        middle, hole = picture.width // 2, 6 * qr.PNG_PIXELS_PER_MODULE
        ImageDraw.Draw(picture).rectangle((middle, middle, middle + hole, middle + hole), fill=255)
        found = read(picture)
        assert found is not None
        assert found.ec_level == "M"
        assert found.text == address


def test_the_drawing_for_pages_has_the_same_dark_modules() -> None:
    (address,) = addresses(1)
    svg = qr.svg(address)

    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])  # type: ignore[index]
    dark = [[False] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        for column in range(int(x), int(x) + int(width)):
            dark[int(y)][column] = True

    assert dark == [[module == "1" for module in row] for row in qr.modules(address)]


SIZES = ["", "A", "7" * 700, "A1" * 100, "Straße 12, 77855 Achern" * 3, *addresses(3)]


@pytest.mark.parametrize("content", [*SIZES, "https://a.example/" + "x" * 300])
def test_the_sum_is_what_the_library_draws(content: str) -> None:
    code = qrcode.QRCode(error_correction=LEVEL, border=qr.QUIET_ZONE, mask_pattern=qr.MASK)
    code.add_data(content, optimize=6)
    drawn_by_library = ["".join("01"[each] for each in row) for row in code.get_matrix()]
    assert qr.modules(content) == drawn_by_library


@pytest.mark.parametrize("content", ["A", "https://a.example/" + "x" * 300])
def test_the_quiet_zone_is_there_at_any_size(content: str) -> None:
    rows = qr.modules(content)

    edge = rows[: qr.QUIET_ZONE] + rows[-qr.QUIET_ZONE :]
    assert not any("1" in row for row in edge)
    assert not any("1" in row[: qr.QUIET_ZONE] + row[-qr.QUIET_ZONE :] for row in rows)
