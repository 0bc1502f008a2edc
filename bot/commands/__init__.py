"""The commands of the command line, beside the bot itself."""
