"""The booking form on the pages of the towns: in a frame, without a cookie."""
