"""For the people who keep the facts; for anybody else none of it exists."""
