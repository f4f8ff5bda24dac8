"""The pages about visits, and about a child who was not seen."""
