"""What people do here: verbs of the product, one transaction each."""
