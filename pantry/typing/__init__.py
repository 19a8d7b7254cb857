"""What a typed or dictated line means: foods that come in, and what became of foods that are there."""
