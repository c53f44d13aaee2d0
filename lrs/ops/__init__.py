"""What an LRS does, told without HTTP: recording, querying, documents, knowing, credentials."""
