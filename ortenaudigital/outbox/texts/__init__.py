"""The organisers' own words in letters: by event, kind and language, and which kinds go out."""
