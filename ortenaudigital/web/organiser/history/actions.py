"""Every action that the history knows, so that it is found by the words of pages for it."""

from collections.abc import Mapping

# By what actions begin with. A test compares them with what is written down.
VERBS: Mapping[str, str] = {
    "access": "code_withdrawn codes_made declined invitation_withdrawn invited reminded",
    "accounts": (
        "added app_added app_removed code_used codes_drawn created factors_reset invited "
        "invited_again joined locked logged_in login_ended login_refused logins_ended "
        "passkey_added passkey_removed password_changed password_given password_reset "
        "removed renamed role_changed town_changed uninvited unlocked"
    ),
    "bookings": (
        "address_changed address_given address_proved answered answers_changed booked "
        "confirmation_resent corrected delivered_again group_sent holder_renamed "
        "language_changed letters_wanted many_begun many_stopped merged merged_into noted "
        "organisation_changed ticket_added ticket_cancelled ticket_moved ticket_reissued "
        "ticket_renamed ticket_restored undelivered view_deleted view_renamed view_saved "
        "wait_list_accepted wait_list_closed wait_list_corrected wait_list_expired "
        "wait_list_joined wait_list_left wait_list_offered wait_list_offered_by_hand "
        "wait_list_opened wait_list_removed"
    ),
    "checkin": (
        "checkpoint_set conflict_settled device_locked device_paired device_prepared "
        "device_revoked device_unlocked entered_from_file entered_from_paper "
        "let_in_by_hand list_started_anew override_set share_set taken_back walked_in"
    ),
    "contacts": "asked given read shown withdrawn",
    "events": (
        "cancelled closing_ticked closing_unticked copied draft extra_places_taken_back "
        "imported published report_saved settings_changed"
    ),
    "exports": "ordered taken",
    "feedback": "answered reported",
    "floor": "changed",
    "installation": "clock_accepted key_accepted",
    "letters": "retried switched text_changed",
    "mailings": "begun changed dropped paused resumed scheduled sent stopped withdrawn",
    "privacy": "announced corrected erased erased_at_request withdrawn",
    "series": "changed created dates_added",
    "stands": (
        "accepted applied assigned changed changes_seen confirmed contact_asked "
        "contact_changed corrected correction_accepted correction_asked "
        "correction_asked_again deleted_unconfirmed entered furniture_ordered held "
        "invited_again message_sent message_written messages_put_away noted "
        "paper_confirmed paper_put_up paper_renewed paper_taken_down pass_taken_back "
        "passes_entered passes_granted passes_renamed person_invited person_revoked "
        "placing_confirmed proposal_accepted proposal_discarded rejected taken_back "
        "task_added task_done told undone wait_listed withdrawn"
    ),
    "towns": "imported",
}
ACTIONS = tuple(f"{area}.{verb}" for area, verbs in VERBS.items() for verb in verbs.split())
