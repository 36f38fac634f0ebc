"""The towns that hold events, and one of them that runs this house: who stands in the imprint."""
