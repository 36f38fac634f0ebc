"""The second factor of a login: codes of an app, passkeys, and codes for who lost both."""
