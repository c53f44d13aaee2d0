"""The world outside this process: other LRSs over HTTP."""
