"""Who may do something: rules of the views, logins, limits, and where a request comes from."""
