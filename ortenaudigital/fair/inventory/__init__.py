"""What the fair has to give: areas, stands, stages, and the slots that are assigned."""
