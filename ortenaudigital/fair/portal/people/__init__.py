"""Several people of one exhibitor: each has a link of their own, which can be revoked."""
