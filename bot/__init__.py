"""The process: settings, command line, assembly, delivery of updates, storage, local Bot API."""
