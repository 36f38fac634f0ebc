"""Who may do what: each role is a set of permissions. This is the only table of them."""

from enum import StrEnum


class Permission(StrEnum):
    """What a view of the organisers asks for."""

    EVENT_READ = "event.read"
    EVENT_CHANGE = "event.change"
    # A new event, or more dates of one.
    EVENT_CREATE = "event.create"
    BOOKINGS_READ = "bookings.read"
    BOOKINGS_CHANGE = "bookings.change"
    # Book for somebody who calls; beyond what guests may book, with a reason.
    BOOKINGS_CREATE = "bookings.create"
    PLACES_EXCEED = "places.exceed"
    # What guests need, which may tell of their health (Art. 9 GDPR): to read it, and to see to it.
    NEEDS_READ = "needs.read"
    NEEDS_CHANGE = "needs.change"
    # To take names and addresses out of here, as a file.
    DATA_EXPORT = "data.export"
    CHECKIN_READ = "checkin.read"
    CHECKIN_CHANGE = "checkin.change"
    DEVICES_MANAGE = "devices.manage"
    FAIR_READ = "fair.read"
    FAIR_CHANGE = "fair.change"
    LETTERS_READ = "letters.read"
    LETTERS_RETRY = "letters.retry"
    # What stands in letters to all guests, and which of them go out.
    LETTERS_CHANGE = "letters.change"
    # Letters to a selection of guests, and to one of exhibitors.
    LETTERS_WRITE = "letters.write"
    FAIR_WRITE = "fair.write"
    # Who did what, from which value to which.
    HISTORY_READ = "history.read"
    FEEDBACK_READ = "feedback.read"
    FEEDBACK_ANSWER = "feedback.answer"
    # What tells an owner from an organiser: who belongs to an event and in which role, and to have
    # all of it go, which a second owner confirms.
    PEOPLE_MANAGE = "people.manage"
    EVENT_ERASE = "event.erase"


# What only owners may.
OF_OWNERS = frozenset({Permission.PEOPLE_MANAGE, Permission.EVENT_ERASE})


class Role(StrEnum):
    """As what somebody belongs to an event, or to the whole house."""

    OWNER = "owner"
    ORGANISER = "organiser"
    FAIR_OFFICE = "fair_office"
    DOOR_LEAD = "door_lead"
    READER = "reader"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ORGANISER: frozenset(Permission) - OF_OWNERS,
    Role.FAIR_OFFICE: frozenset(
        {
            Permission.EVENT_READ,
            Permission.FAIR_READ,
            Permission.FAIR_CHANGE,
            Permission.FAIR_WRITE,
        }
    ),
    Role.DOOR_LEAD: frozenset(
        {
            Permission.EVENT_READ,
            Permission.BOOKINGS_READ,
            # They keep the places free and let companions in; else a printed list would go round.
            Permission.NEEDS_READ,
            Permission.NEEDS_CHANGE,
            Permission.CHECKIN_READ,
            Permission.CHECKIN_CHANGE,
            Permission.DEVICES_MANAGE,
        }
    ),
    Role.READER: frozenset(
        {
            Permission.EVENT_READ,
            Permission.BOOKINGS_READ,
            Permission.CHECKIN_READ,
            Permission.FAIR_READ,
            Permission.LETTERS_READ,
            Permission.FEEDBACK_READ,
        }
    ),
}
