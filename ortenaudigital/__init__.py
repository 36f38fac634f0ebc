"""The ticket shop, the fair office and the front door of a public conference."""
