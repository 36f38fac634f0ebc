"""Which personal data accounts hold: who may log in."""

from ortenaudigital.kernel.personal import Holder, columns_of


class AccountsHolder(Holder):
    """Accounts, their roles, and the browsers that are logged in to them."""

    columns = {
        **columns_of("user", account="email name password fs_uniquifier"),
        **columns_of("login_session", account="token_hash"),
        **columns_of("membership", no_person="role"),
    }
