"""The schema from release to release."""
