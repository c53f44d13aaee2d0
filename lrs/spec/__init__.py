"""The standard as pure functions: one file per object it defines. Nothing here does I/O."""
