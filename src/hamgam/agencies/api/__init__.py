"""The JSON doors of agencies, people, tokens, inbox and history."""
