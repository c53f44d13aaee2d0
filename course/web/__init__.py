"""Pages: from the request to a service and back to a page, nothing in between."""
