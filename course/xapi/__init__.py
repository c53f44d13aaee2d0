"""Our side of the Experience API: the words we use, the statements we make, the profile we publish."""
