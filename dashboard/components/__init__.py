"""Components draw one thing each: a heading, a food, a badge, the undo bar. They decide nothing."""
