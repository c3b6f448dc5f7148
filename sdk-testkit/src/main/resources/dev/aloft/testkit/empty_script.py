"""Ends well and leaves no model."""

print("forgot to save")
