"""What each kind of event may say: its fields with their limits, and the rules beyond a payload's shape."""
