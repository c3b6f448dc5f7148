"""Ends as a script with a mistake does."""
print("about to fail", flush=True)
raise ValueError("the column 'width' is missing")
