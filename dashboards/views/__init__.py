"""The pages that cut across: where each role begins, a team's work, conferences to come, a child's overview."""
