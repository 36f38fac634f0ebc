"""Another mail address of an exhibitor, which takes effect once somebody who reads it confirms."""
