"""Behind `pantry.actions.Kitchen`: what each action appends, and how it is taken back."""
