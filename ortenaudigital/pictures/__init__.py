"""Pictures that people sent, made anew: logos, and what lies behind a floor plan."""
