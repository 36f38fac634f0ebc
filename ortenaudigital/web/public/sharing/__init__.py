"""Where people meet the pages outside of them: feeds, pictures beside links, home screens."""
