"""The LRS over HTTP: one file a resource of the standard; no rule lives here."""
