"""The course as immutable values: read from files, checked, and found again."""
