"""Updates from Telegram: fetched or posted, handled, and confirmed; and what is sent in return."""
