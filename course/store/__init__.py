"""All SQL of the course: one file per aggregate, a function per question."""
