"""What leaves for other LRSs, in which form, and what their answers mean: pure functions."""
