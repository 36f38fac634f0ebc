"""Book for somebody who calls: with or without an address, beyond the places with a reason."""
