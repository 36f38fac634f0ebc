"""Letters to send: written in the transaction they report, sent by the worker afterwards."""
