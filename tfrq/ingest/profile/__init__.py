"""What is in an upload, and a first mapping for it."""
