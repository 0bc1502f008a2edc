"""A bare bot of python-telegram-bot, as its documentation begins: it says what it is told."""

import argparse

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Serve until a signal: `python -m tests.benchmarks.echo_bot TOKEN API_URL [--webhook PORT]`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("token")
    parser.add_argument("url")
    parser.add_argument("--webhook", type=int)
    wanted = parser.parse_args()
    application = Application.builder().token(wanted.token).base_url(f"{wanted.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if wanted.webhook is None:
        application.run_polling()
    else:
        address = f"http://127.0.0.1:{wanted.webhook}/hook"
        application.run_webhook(port=wanted.webhook, url_path="/hook", webhook_url=address, secret_token="secret")


if __name__ == "__main__":
    main()
