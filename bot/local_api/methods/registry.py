"""Every method by its name: those covered, and those that only Telegram has."""

from collections.abc import Mapping

from bot.local_api.errors import not_covered, not_found
from bot.local_api.methods import answers, business, chats, files, messages, profile, updates, webhooks
from bot.local_api.methods.method import Method

# All methods of Bot API 10.0; those without an entry in `COVERED` answer 501.
_TELEGRAM_METHODS = """
    addStickerToSet answerCallbackQuery answerGuestQuery answerInlineQuery answerPreCheckoutQuery
    answerShippingQuery answerWebAppQuery approveChatJoinRequest approveSuggestedPost banChatMember
    banChatSenderChat close closeForumTopic closeGeneralForumTopic convertGiftToStars copyMessage
    copyMessages createChatInviteLink createChatSubscriptionInviteLink createForumTopic createInvoiceLink
    createNewStickerSet declineChatJoinRequest declineSuggestedPost deleteAllMessageReactions
    deleteBusinessMessages deleteChatPhoto deleteChatStickerSet deleteForumTopic deleteMessage
    deleteMessageReaction deleteMessages deleteMyCommands deleteStickerFromSet deleteStickerSet deleteStory
    deleteWebhook editChatInviteLink editChatSubscriptionInviteLink editForumTopic editGeneralForumTopic
    editMessageCaption editMessageChecklist editMessageLiveLocation editMessageMedia editMessageReplyMarkup
    editMessageText editStory editUserStarSubscription exportChatInviteLink forwardMessage forwardMessages
    getAvailableGifts getBusinessAccountGifts getBusinessAccountStarBalance getBusinessConnection getChat
    getChatAdministrators getChatGifts getChatMember getChatMemberCount getChatMenuButton
    getCustomEmojiStickers getFile getForumTopicIconStickers getGameHighScores getManagedBotAccessSettings
    getManagedBotToken getMe getMyCommands getMyDefaultAdministratorRights getMyDescription getMyName
    getMyShortDescription getMyStarBalance getStarTransactions getStickerSet getUpdates getUserChatBoosts
    getUserGifts getUserPersonalChatMessages getUserProfileAudios getUserProfilePhotos getWebhookInfo
    giftPremiumSubscription hideGeneralForumTopic leaveChat logOut pinChatMessage postStory
    promoteChatMember readBusinessMessage refundStarPayment removeBusinessAccountProfilePhoto
    removeChatVerification removeMyProfilePhoto removeUserVerification reopenForumTopic
    reopenGeneralForumTopic replaceManagedBotToken replaceStickerInSet repostStory restrictChatMember
    revokeChatInviteLink savePreparedInlineMessage savePreparedKeyboardButton sendAnimation sendAudio
    sendChatAction sendChecklist sendContact sendDice sendDocument sendGame sendGift sendInvoice
    sendLivePhoto sendLocation sendMediaGroup sendMessage sendMessageDraft sendPaidMedia sendPhoto sendPoll
    sendSticker sendVenue sendVideo sendVideoNote sendVoice setBusinessAccountBio
    setBusinessAccountGiftSettings setBusinessAccountName setBusinessAccountProfilePhoto
    setBusinessAccountUsername setChatAdministratorCustomTitle setChatDescription setChatMemberTag
    setChatMenuButton setChatPermissions setChatPhoto setChatStickerSet setChatTitle
    setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings setMessageReaction
    setMyCommands setMyDefaultAdministratorRights setMyDescription setMyName setMyProfilePhoto
    setMyShortDescription setPassportDataErrors setStickerEmojiList setStickerKeywords
    setStickerMaskPosition setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle
    setUserEmojiStatus setWebhook stopMessageLiveLocation stopPoll transferBusinessAccountStars transferGift
    unbanChatMember unbanChatSenderChat unhideGeneralForumTopic unpinAllChatMessages
    unpinAllForumTopicMessages unpinAllGeneralForumTopicMessages unpinChatMessage upgradeGift
    uploadStickerFile verifyChat verifyUser
"""

COVERED: Mapping[str, Method] = {
    **updates.METHODS,
    **webhooks.METHODS,
    **messages.METHODS,
    **answers.METHODS,
    **profile.METHODS,
    **files.METHODS,
    **chats.METHODS,
    **business.METHODS,
}


class Registry:
    """Finds a method by its name, whatever its case, as Telegram does."""

    def __init__(self, methods: Mapping[str, Method] = COVERED) -> None:
        self._methods = {name.lower(): (name, method) for name, method in methods.items()}
        self._names = {name.lower(): name for name in _TELEGRAM_METHODS.split()}

    def find(self, name: str) -> tuple[str, Method]:
        """Give a method with its proper name.

        Raises `ApiError` 404 for a method that Telegram does not have, 501 for one that is not covered.
        """
        found = self._methods.get(name.lower())
        if found is not None:
            return found
        proper = self._names.get(name.lower())
        raise not_covered(proper) if proper else not_found("method not found")
