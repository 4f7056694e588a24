"""Events that touch agreements: of a practice, from outside, and of the year (indexation)."""
