"""The pages of a plan: what it says and who may change it, and how it stood before."""
