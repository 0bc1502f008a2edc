"""Tests of what operators see: pages, figures, logs, backups, deployment files."""
