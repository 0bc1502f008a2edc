"""The chat of one person with the bot."""
