"""Letters that did not arrive: what mail servers report afterwards, read from a mailbox."""
