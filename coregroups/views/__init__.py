"""The pages of a child's core group, from its members to the minute that is sent."""
