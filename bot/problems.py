"""Why the process cannot start or go on, in a sentence for the operator."""


class StartError(Exception):
    """The bot cannot run as it is set up. The text says what is wrong, which setting, and how to mend it."""
