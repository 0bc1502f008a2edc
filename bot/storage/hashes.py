"""Keyed hashes in place of users and chats: they cannot be turned back without the key."""

import hmac

_DIGITS = 32


class Hasher:
    """Hashes under `key`, which must not be empty; equal things get equal hashes, a user and a chat never do."""

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("The key for the users' hashes is empty: anybody could compute them")
        self._key = key

    def user(self, user_id: int) -> str:
        """Give what stands for a user."""
        return self._hash(str(user_id))

    def place(self, place: str) -> str:
        """Give what stands for a chat or a message."""
        return self._hash(f"place {place}")

    def _hash(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), "sha256").hex()[:_DIGITS]
