"""Dates and times as notices word them, resolved to spans."""
