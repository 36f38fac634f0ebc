"""How much one network, one account or one mailbox may ask for, counted for all processes."""
