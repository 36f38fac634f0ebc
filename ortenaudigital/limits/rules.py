"""The limits: buckets of tokens that fill up again by and by."""

from dataclasses import dataclass, replace

DAY = 86_400.0
# A network that many people share, such as a town hall's, may ask for as much as so many; it has a
# limit all the same, for whatever goes wrong inside it.
SHARED_BY = 20


@dataclass(frozen=True)
class Limit:
    """A bucket: `burst` tokens, all of which are back after `seconds`."""

    name: str
    burst: int
    seconds: float

    @property
    def step(self) -> float:
        """Return how many seconds it takes until one more token is back."""
        return self.seconds / self.burst

    @property
    def shared(self) -> "Limit":
        """Return the same limit for a network that many people share."""
        return replace(self, name=f"{self.name}, shared", burst=self.burst * SHARED_BY)


# Of one network, which may be a school with one address for all.
BOOKINGS = Limit("bookings", 30, 300)
LOST_LINKS = Limit("lost links", 10, 600)
# Codes that were wrong; right ones cost nothing.
WRONG_CODES = Limit("wrong codes", 20, 600)
WAIT_LIST = Limit("wait list", 30, 300)
REPORTS = Limit("reports", 10, 3600)
# Pictures that were sent, each of which is decoded and kept for a day.
PICTURES = Limit("pictures", 40, 1200)
APPLICATIONS = Limit("applications", 10, 600)
# A network of a hall full of visitors; and codes that an exhibitor types.
CONTACTS = Limit("contacts", 60, 600)
CONTACT_CODES = Limit("contact codes", 20, 600)
# Reports of what did not arrive: of a relay, after a letter to tens of thousands; and of strangers.
BOUNCE_REPORTS = Limit("bounce reports", 3000, 600)
WRONG_BOUNCE_TOKENS = Limit("wrong bounce tokens", 20, 600)
PAIRINGS = Limit("pairings", 20, 300)
# A ticket of a PDF costs one.
DOCUMENTS = Limit("documents", 120, 240)
LOGINS = Limit("logins", 20, 900)
# Of one account: strangers and those in the town hall are counted apart.
# That an account is full is written down once in this time, however long somebody knocks.
NOTED_REFUSALS = Limit("noted refusals", 1, 900)
LOGINS_TO_ACCOUNT = Limit("logins to account", 10, 900)
# Of one account, once its password was right: from one place, and in codes of the app from all of
# them. Of a million codes three are right at a time: one is guessed in ten years, not in weeks.
SECOND_STEPS = Limit("second steps", 10, 3600)
SECOND_STEPS_OF_ACCOUNT = Limit("second steps of account", 60, DAY)
# Of one event: presses that look as if no person had made them. One is forgotten in ten seconds.
DOUBTS = Limit("doubtful presses", 60, 600)
# Not full while an event wants proofs of work.
PROOF_WANTED = Limit("proof wanted", 1, 900)
# Of one proof of work: a press, and its repeat by an impatient thumb.
SOLUTIONS = Limit("solutions", 2, 3600)
# Of one booking.
CHANGES = Limit("changes", 20, 600)
# To one mailbox. One comes back each day, so that no day sees more.
UNASKED_LETTERS = Limit("unasked letters", 2, 2 * DAY)
ASKED_LETTERS = Limit("asked letters", 3, 3 * DAY)
# Confirmations of what was changed about a booking; beyond them, one letter a day tells the rest.
CHANGE_LETTERS = Limit("change letters", 6, DAY)
# Requests to confirm: each of them holds places.
CONFIRM_LETTERS = Limit("confirm letters", 3, DAY)
LINK_LETTERS = Limit("link letters", 3, DAY)
WAIT_LIST_LETTERS = Limit("wait list letters", 4, 4 * DAY)
# Requests to hand a contact over, for an address that anybody may have typed.
CONTACT_LETTERS = Limit("contact letters", 10, DAY)
RESET_LETTERS = Limit("reset letters", 3, DAY)
TEAM_LETTERS = Limit("team letters", 5, 5 * DAY)
EXHIBITOR_LETTERS = Limit("exhibitor letters", 3, 3 * DAY)
