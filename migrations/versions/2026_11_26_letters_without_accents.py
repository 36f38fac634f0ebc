"""Bookings of people with ł, ø or đ in their names are found without these letters.

Revision: letters_without_accents
After: door_without_network
"""

from alembic import op

revision = "letters_without_accents"
down_revision = "door_without_network"
branch_labels = None
depends_on = None

# Accents were taken off before; these letters have none that could be taken off.
PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t"}
PLAIN |= {"æ": "ae", "œ": "oe", "þ": "th"}
SPELLED_OUT = PLAIN | {"ø": "oe"}


def replaced(letters: dict[str, str]) -> str:
    expression = "search_text"
    for letter, plain in letters.items():
        expression = f"REPLACE({expression}, '{letter}', '{plain}')"
    return expression


def upgrade() -> None:
    anywhere = " OR ".join(f"search_text LIKE '%{letter}%'" for letter in PLAIN)
    both = f"{replaced(PLAIN)} || ' ' || {replaced(SPELLED_OUT)}"
    # Made of the letters above only.
    op.execute(f"UPDATE booking SET search_text = {both} WHERE {anywhere}")  # noqa: S608


def downgrade() -> None:
    """Whatever was found before is found still."""
