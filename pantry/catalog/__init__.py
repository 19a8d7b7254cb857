"""Behind `pantry.foods`: how a printed name finds its food or at least its category, and a household's own foods."""
