"""The rules of progress: what statements say, what is done, open and next, and why it is locked."""
