"""A QR code as a sum: each bit of its data turns the same modules round, whatever the others are.

Error correction is linear, so what a bit turns is found once for each size of a code: its own
module, and those of the error correction that depend on it. `qrcode`, which divides polynomials for
each code anew, takes ten times as long; the patterns and the empty code are its.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import chain, compress, zip_longest
from operator import xor
from typing import Any

import qrcode
import qrcode.constants
from qrcode import util
from qrcode.base import RSBlock, gexp, glog, rs_blocks
from qrcode.exceptions import DataOverflowError
from qrcode.LUT import rsPoly_LUT

LEVEL = qrcode.constants.ERROR_CORRECT_M
# Chunks of digits or capitals that are shorter than this are bytes like all else.
SHORTEST_CHUNK = 6
# A size takes 0.1 MB, and the largest 20: tickets have one or two, links to pair phones another.
KEPT = 4
PADDING = "1110110000010001"


@dataclass(frozen=True)
class Size:
    """What all codes of a size share: numbers with a bit for each module, row by row, 1 is dark."""

    width: int
    empty: int
    turned: Sequence[int]


def encode(content: str, mask: int, quiet_zone: int) -> tuple[int, str]:
    """Return the width of a code, and its modules as 0 and 1. Raises DataOverflowError."""
    version, bits = _data(content)
    size = _size(version, mask, quiet_zone)
    code = reduce(xor, compress(size.turned, map(int, bits)), size.empty)
    return size.width, f"{code:0{size.width**2}b}"


def _data(content: str) -> tuple[int, str]:
    """Return the smallest version that holds a content, and the bits of its data."""
    chunks = list(util.optimal_data_chunks(content, minimum=SHORTEST_CHUNK))
    limits = util.BIT_LIMIT_TABLE[LEVEL]
    # The larger a code, the longer are the numbers that say how long a chunk is.
    for smallest, largest in ((1, 9), (10, 26), (27, 40)):
        bits = "".join(chain.from_iterable(_written(each, smallest) for each in chunks))
        version = max(smallest, bisect_left(limits, len(bits)))
        if version <= largest:
            break
    else:
        raise DataOverflowError
    most = limits[version]
    bits += "0" * min(4, most - len(bits))
    bits += "0" * (-len(bits) % 8)
    return version, bits + (PADDING * (most // 16 + 1))[: most - len(bits)]


def _written(chunk: util.QRData, version: int) -> Iterator[str]:
    data = chunk.data
    yield f"{chunk.mode:04b}{len(data):0{util.length_in_bits(chunk.mode, version)}b}"
    if chunk.mode == util.MODE_NUMBER:
        for n in range(0, len(data), 3):
            yield f"{int(data[n : n + 3]):0{util.NUMBER_LENGTH[len(data[n : n + 3])]}b}"
    elif chunk.mode == util.MODE_ALPHA_NUM:
        values = [util.ALPHA_NUM.find(letter) for letter in data]
        for first, second in zip(values[::2], values[1::2], strict=False):
            yield f"{first * 45 + second:011b}"
        if len(values) % 2:
            yield f"{values[-1]:06b}"
    elif data:
        yield f"{int.from_bytes(data):0{8 * len(data)}b}"


@lru_cache(KEPT)
def _size(version: int, mask: int, quiet_zone: int) -> Size:
    code = qrcode.QRCode(version, LEVEL, border=quiet_zone, mask_pattern=mask)
    blocks = rs_blocks(version, LEVEL)
    code.data_cache = [0] * sum(each.total_count for each in blocks)
    code.make(fit=False)
    matrix = code.get_matrix()
    width = len(matrix)
    dark = "".join("1" if each else "0" for row in matrix for each in row)
    places = [1 << width**2 - 1 - at for at in _free(version, width, quiet_zone)]
    return Size(width, int(dark, 2), list(_turned(blocks, places)))


class _Patterns(qrcode.QRCode[Any]):
    """A code without data: its free modules stay None."""

    def map_data(self, data: object, mask_pattern: object) -> None:
        """Leave the data out."""


def _free(version: int, width: int, quiet_zone: int) -> Iterator[int]:
    """Walk over the modules that no pattern takes, in the order in which bits are written."""
    code = _Patterns(version, LEVEL, mask_pattern=0)
    code.data_cache = [0]
    code.make(fit=False)
    count = code.modules_count
    up = True
    for right in chain(range(count - 1, 6, -2), range(5, 0, -2)):
        for y in range(count - 1, -1, -1) if up else range(count):
            for x in (right, right - 1):
                if code.modules[y][x] is None:
                    yield (y + quiet_zone) * width + x + quiet_zone
        up = not up


def _turned(blocks: Sequence[RSBlock], places: Sequence[int]) -> Iterator[int]:
    """Say of each bit of the data, in its order, which modules it turns round."""
    lengths = [each.data_count for each in blocks]
    rests = [each.total_count - each.data_count for each in blocks]
    data, correction = _woven(lengths), _woven(rests, sum(lengths))
    for block, (length, rest) in enumerate(zip(lengths, rests, strict=True)):
        for at, remainders in enumerate(_remainders(length, rest)):
            own = data[block, at] * 8
            for bit, remainder in enumerate(remainders):
                yield places[own + bit] | sum(
                    places[correction[block, n] * 8 + 7 - low]
                    for n, value in enumerate(remainder)
                    for low in range(8)
                    if value >> low & 1
                )


def _woven(lengths: Iterable[int], start: int = 0) -> dict[tuple[int, int], int]:
    """Give bytes their numbers: written are the first of each, then the second of each."""
    rows = [[(block, n) for n in range(length)] for block, length in enumerate(lengths)]
    order = (each for layer in zip_longest(*rows) for each in layer if each is not None)
    return {each: number for number, each in enumerate(order, start)}


def _remainders(length: int, rest: int) -> list[list[list[int]]]:
    """Return the error correction of each bit of a block that is otherwise zero, by its byte."""
    divisor = rsPoly_LUT[rest][1:]
    found, remainder = [], divisor
    for _ in range(length):
        found.append([[_times(1 << bit, each) for each in remainder] for bit in range(7, -1, -1)])
        first, *others = remainder
        remainder = [a ^ _times(first, b) for a, b in zip([*others, 0], divisor, strict=True)]
    return found[::-1]


def _times(one: int, other: int) -> int:
    return gexp(glog(one) + glog(other)) if one and other else 0
