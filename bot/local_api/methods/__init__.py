"""The Bot API's methods, by what they are about; `registry` finds one by its name."""
