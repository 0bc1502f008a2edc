"""What operators see of the running bot: health, figures, log lines."""
