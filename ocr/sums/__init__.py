"""What lines add up to: the total and what proves it, taxes, and what to do where the goods do not add up."""
