"""The first page of a PDF as a picture, by PDFium in a process of its own with limits.

A PDF is a program of sorts; whatever it does to its reader ends there. What comes back is bytes of
a PNG, which are judged as if somebody had sent them.
"""

import subprocess
import sys

from ortenaudigital.adapters.images.errors import BrokenPicture

SECONDS = 20
MEMORY_BYTES = 1024 * 1024 * 1024
# Isolated: neither what is in the folder nor what the environment says is read. Nothing is written.
_CHILD = """
import io, resource, sys
side, memory, seconds = map(int, sys.argv[1:4])
data = sys.stdin.buffer.read()
import pypdfium2
from PIL import Image
for limit, most in (
    (resource.RLIMIT_AS, memory),
    (resource.RLIMIT_CPU, seconds),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_NOFILE, 16),
):
    resource.setrlimit(limit, (most, most))
page = pypdfium2.PdfDocument(data)[0]
width, height = page.get_size()
picture = page.render(scale=side / max(width, height, 1), may_draw_forms=False).to_pil()
buffer = io.BytesIO()
picture.convert("RGB").save(buffer, "PNG")
sys.stdout.buffer.write(buffer.getvalue())
"""


def draw_first_page(upload: bytes, side: int) -> bytes:
    """Return the first page as PNG, its longest side so many pixels long. Raises BrokenPicture.

    Takes a second or so, at most `SECONDS`; never call it inside a transaction.
    """
    asked = [sys.executable, "-I", "-c", _CHILD, str(side), str(MEMORY_BYTES), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  # our own words, and numbers
            asked, input=upload, capture_output=True, timeout=SECONDS, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise BrokenPicture() from error
    return done.stdout
