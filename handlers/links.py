"""What links into the private chat ask for: https://t.me/NAME?start=PAYLOAD (Bot API "Deep linking")."""

# A fact's id follows.
FACT_LINK = "fact-"
# The number of a question that was asked elsewhere follows.
ASK_LINK = "ask-"
TOPICS_LINK = "topics"
